import type { Message } from '#shared/message/message.ts'
import type { ClosedGroup, CloseReason, Part } from '../groups.ts'

/** A row of the table of groups. */
export interface GroupRow {
  readonly id: number
  readonly unit: string
  readonly flow: string
  readonly node: string
  readonly key: string
  readonly version: string
  readonly state: 'open' | 'closed' | 'settled'
  readonly reason: CloseReason | null
  readonly parts: number
  readonly bytes: number
  readonly opened_at: number
  readonly remember_ms: number
  readonly next_at: number
}

/** A group that has closed, as the port shows it. */
export function closedOf(row: GroupRow, parts: readonly Message[]): ClosedGroup {
  const { id, unit, flow, node, key, version, reason } = row
  return { id, unit, flow, node, key, version, reason: reason ?? 'time', parts }
}

/** A mark that changes with every part. */
export function revisionOf({ id, parts }: Pick<GroupRow, 'id' | 'parts'>): string {
  return `${id}.${parts}`
}

/** Whether the group closes with this part, so many being in it. */
export function reasonToClose({ count, decided }: Part, parts: number): CloseReason | undefined {
  if (count !== undefined && parts >= count) return 'count'
  return decided?.close ? 'condition' : undefined
}
