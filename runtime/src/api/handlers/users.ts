import type { Handlers } from '../handler.ts'
import type { Services } from '../services.ts'

/** Accounts of people. */
export function userHandlers({ accounts, baseUrl }: Services) {
  const link = (unit: string, name: string): string => signInLink(baseUrl(), accounts.newLink(unit, name))
  return {
    listUsers: ({ caller }) => ({ users: [...accounts.list(caller.unit)] }),
    addUser: async ({ caller, body }) => {
      const user = await accounts.add({ ...body, unit: caller.unit })
      return body.password === undefined ? { user, link: link(caller.unit, user.name) } : { user }
    },
    changeUser: ({ caller, params, body }) => accounts.change(caller.unit, params.name, body),
    signInLink: ({ caller, params }) => ({ link: link(caller.unit, params.name) }),
  } satisfies Partial<Handlers>
}

/** The address that signs its holder in, once. */
export function signInLink(baseUrl: string, token: string): string {
  return `${baseUrl}/dang-nhap?token=${token}`
}
