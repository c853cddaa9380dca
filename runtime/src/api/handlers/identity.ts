import { outsideCodes } from '#shared/errors/codes/outside.ts'
import { FlowError, toErrorData } from '#shared/errors/flow-error.ts'
import type { Handlers, RedirectAnswer } from '../handler.ts'
import type { Services } from '../services.ts'

/** The sign-in page, which shows what went wrong by its code. */
const PAGE = '/dang-nhap'

/** Signing in through the outside provider, and its administration. */
export function identityHandlers({ outside, baseUrl }: Services) {
  return {
    signInWays: () => {
      const offered = outside.offered(baseUrl())
      return offered ? { outside: offered } : {}
    },
    startOutside: ({ query, reply }) =>
      orSignInPage(async () => {
        const { url, cookie } = await outside.begin(baseUrl(), query.to)
        reply.keepPending(cookie)
        return url
      }),
    finishOutside: ({ query, address, pending, reply }) => {
      // Good for one return, however it ends.
      reply.dropPending()
      return orSignInPage(async () => {
        const { token, to } = await outside.finish(baseUrl(), query, pending, address)
        reply.openSession(token)
        return to
      })
    },
    leaveOutside: () => orSignInPage(async () => (await outside.signOutAddress(baseUrl())) ?? PAGE),
    getIdentitySource: () => outside.settings(baseUrl()),
    saveIdentitySource: ({ caller, body: { clientSecret, ...settings } }) => {
      outside.save(caller, settings, clientSecret)
      return outside.settings(baseUrl())
    },
    deleteIdentitySource: () => {
      outside.remove()
      return undefined
    },
    testIdentitySource: () => outside.test(baseUrl()),
    listOutsidePeople: ({ caller }) => ({ people: [...outside.people(caller.unit)] }),
    admitOutsidePerson: ({ caller, params, body }) => {
      const account = outside.decide(caller.unit, params.id, body)
      return account === undefined ? {} : { account }
    },
  } satisfies Partial<Handlers>
}

/** The browser itself asks for these pages, so a fault is a page too: the sign-in page, with a code that it has words for. */
async function orSignInPage(work: () => Promise<string>): Promise<RedirectAnswer> {
  try {
    return { redirect: await work() }
  } catch (thrown) {
    if (!(thrown instanceof FlowError)) throw thrown
    const { code } = toErrorData(thrown)
    return { redirect: `${PAGE}?loi=${Object.hasOwn(outsideCodes, code) ? code : 'outside.answer'}` }
  }
}
