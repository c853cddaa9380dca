import { randomBytes } from 'node:crypto'
import type { Locator, Page } from '@playwright/test'
import type { AdminApi } from '../admin-api.ts'

/** A flow that exists only for one journey. */
export interface OwnFlow {
  readonly id: string
  readonly title: string
  /** The address of its trigger below the gateway. */
  readonly path: string
}

/** A name that no other journey uses. */
export function ownFlow(word: string): OwnFlow {
  const mark = randomBytes(3).toString('hex')
  const id = `thu-${mark}`
  return { id, title: `${word} ${mark}`, path: `/thu/${mark}` }
}

/** Saves a draft of the nodes as this flow, as another program would. */
export async function saveDraft(api: AdminApi, flow: OwnFlow, nodes: Readonly<Record<string, unknown>>): Promise<void> {
  await api.call('PUT', `/flows/${flow.id}`, { flow: { format: 1, id: flow.id, title: flow.title, nodes } })
}

/** The trigger of a journey's flow, wired to a node. */
export const trigger = (flow: OwnFlow, to: string, settings: Readonly<Record<string, unknown>> = {}) => ({
  use: 'http-in@1',
  title: 'Nhận hồ sơ',
  settings: { path: flow.path, ...settings },
  to: { out: [to] },
})

/** A node on the canvas by its title. */
export const nodeOf = (page: Page, title: string): Locator =>
  page.locator('[data-canvas]').getByRole('group', { name: new RegExp(`^${title.replace(/[()]/g, '\\$&')},`) })

/** The state of saving in the top bar; waits until the draft is at the server. */
export const saveState = (page: Page): Locator => page.locator('[data-save]')
