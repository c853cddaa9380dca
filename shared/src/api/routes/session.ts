import * as platform from '../platform.ts'
import { tourSchema } from '../tour.ts'
import { type Route, route } from './route.ts'

/** Routes of the own session, and of the installation as a whole. */
export const sessionRoutes = {
  health: route({
    method: 'GET',
    path: '/health',
    role: 'anyone',
    summary: { vi: 'Tình trạng hệ thống', en: 'Health' },
    answer: platform.healthSchema,
  }),
  openapi: route({
    method: 'GET',
    path: '/openapi.json',
    role: 'self',
    summary: { vi: 'Mô tả API', en: 'This document' },
  }),
  signIn: route({
    method: 'POST',
    path: '/session',
    role: 'anyone',
    summary: { vi: 'Đăng nhập', en: 'Sign in' },
    body: platform.signInSchema,
    answer: platform.userSchema,
  }),
  whoAmI: route({
    method: 'GET',
    path: '/session',
    role: 'self',
    summary: { vi: 'Người đang đăng nhập', en: 'The signed-in user' },
    answer: platform.userSchema,
  }),
  signOut: route({ method: 'DELETE', path: '/session', role: 'self', summary: { vi: 'Đăng xuất', en: 'Sign out' } }),
  setPassword: route({
    method: 'PUT',
    path: '/session/password',
    role: 'self',
    summary: { vi: 'Đổi mật khẩu', en: 'Change the own password' },
    body: platform.setPasswordSchema,
  }),
  getTour: route({
    method: 'GET',
    path: '/session/tour',
    role: 'self',
    summary: { vi: 'Hướng dẫn bắt đầu: đã tới đâu', en: 'Where the caller stands in the first-run tour' },
    answer: tourSchema,
  }),
  saveTour: route({
    method: 'PUT',
    path: '/session/tour',
    role: 'self',
    summary: { vi: 'Ghi lại đã tới đâu trong hướng dẫn bắt đầu', en: 'Remember where the caller stands in the tour' },
    body: tourSchema,
    answer: tourSchema,
  }),
} as const satisfies Record<string, Route>
