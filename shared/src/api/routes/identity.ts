import { z } from 'zod'
import * as identity from '../identity-source.ts'
import { list, type Route, route } from './route.ts'

/** Routes of signing in through an outside provider of identities. */
export const identityRoutes = {
  signInWays: route({
    method: 'GET',
    path: '/session/ways',
    role: 'anyone',
    summary: { vi: 'Các cách đăng nhập', en: 'Ways to sign in' },
    answer: identity.signInWaysSchema,
  }),
  startOutside: route({
    method: 'GET',
    path: '/session/outside',
    role: 'anyone',
    summary: { vi: 'Bắt đầu đăng nhập qua nguồn ngoài', en: 'Begin to sign in through the outside provider' },
    query: identity.startOutsideSchema,
  }),
  finishOutside: route({
    method: 'GET',
    path: '/session/outside/callback',
    role: 'anyone',
    summary: { vi: 'Trở về từ nguồn đăng nhập ngoài', en: 'Come back from the outside provider' },
    query: identity.finishOutsideSchema,
  }),
  leaveOutside: route({
    method: 'GET',
    path: '/session/outside/end',
    role: 'anyone',
    summary: { vi: 'Đăng xuất cả ở nguồn ngoài', en: 'Sign out at the outside provider too' },
  }),
  getIdentitySource: route({
    method: 'GET',
    path: '/identity-source',
    role: 'admin',
    summary: { vi: 'Nguồn đăng nhập ngoài', en: 'Outside provider of identities' },
    answer: identity.identitySourceSchema,
  }),
  saveIdentitySource: route({
    method: 'PUT',
    path: '/identity-source',
    role: 'admin',
    summary: { vi: 'Đổi nguồn đăng nhập ngoài', en: 'Change the outside provider of identities' },
    body: identity.saveIdentitySourceSchema,
    answer: identity.identitySourceSchema,
  }),
  deleteIdentitySource: route({
    method: 'DELETE',
    path: '/identity-source',
    role: 'admin',
    summary: { vi: 'Bỏ nguồn đăng nhập ngoài', en: 'Remove the outside provider of identities' },
  }),
  testIdentitySource: route({
    method: 'POST',
    path: '/identity-source/test',
    role: 'admin',
    summary: { vi: 'Kiểm tra nguồn đăng nhập ngoài', en: 'Try the outside provider of identities' },
    answer: identity.identityTestSchema,
  }),
  listOutsidePeople: route({
    method: 'GET',
    path: '/identity-source/people',
    role: 'admin',
    summary: { vi: 'Người chờ cấp quyền', en: 'People who wait for a role' },
    answer: list('people', identity.outsidePersonSchema),
  }),
  admitOutsidePerson: route({
    method: 'POST',
    path: '/identity-source/people/{id}',
    role: 'admin',
    summary: { vi: 'Cấp quyền cho người chờ', en: 'Decide about a person who waits for a role' },
    body: identity.admitSchema,
    answer: z.object({ account: z.string().optional() }),
  }),
} as const satisfies Record<string, Route>
