import { createDvclt, DVCLT_ACCOUNT, type Dvclt } from '#nodes/simulators/index.ts'
import { handle, type RealPartners, realPartners } from './real-partners.ts'

/** The linked-service software on a port of its own, with a clock that the test moves. */
export interface LinkedPartner {
  readonly linked: Dvclt
  readonly url: string
  readonly partners: RealPartners
  /** Partners whose connection differs from the right one. */
  over(values: object, secrets?: Readonly<Record<string, string>>): RealPartners
  later(seconds: number): void
}

/** Starts it at 5 January 2026, 08:00 in Vietnam; one state of a dossier lasts 60 s. */
export async function startLinkedPartner(): Promise<LinkedPartner> {
  let now = new Date('2026-01-05T01:00:00Z')
  const linked = createDvclt({ clock: () => now, stateSeconds: 60 })
  const { url } = await linked.listen(0)
  const over = (values: object, secrets: Readonly<Record<string, string>> = {}): RealPartners => {
    const account = { baseUrl: url, style: 'password', username: DVCLT_ACCOUNT.username }
    const password = { password: DVCLT_ACCOUNT.password }
    return realPartners([handle('national', { ...account, ...values }, { ...password, ...secrets }, 'lt')])
  }
  return {
    linked,
    url,
    partners: over({}),
    over,
    later: (seconds) => {
      now = new Date(now.getTime() + seconds * 1000)
    },
  }
}
