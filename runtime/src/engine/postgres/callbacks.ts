import type { Instant } from '../engine.ts'
import { inline, type Stored } from '../rows/stored.ts'
import type { Correlation, KnownCallback } from '../rows/wait-record.ts'
import { type Callback, REMEMBER_MS } from '../waits.ts'
import type { Statements } from './store.ts'

/** The words that lock a correlation: of a wait that begins and a callback that comes, one sees the other. */
export function correlationLock({ unit, topic, key }: Correlation): readonly string[] {
  return ['callback', unit, topic, key]
}

/** The callback of this very step, or an equal one. */
export async function knownCallback(
  tx: Statements,
  callback: Callback,
): Promise<{ readonly run: string | null; readonly sameStep: boolean } | undefined> {
  const { unit, topic, key, digest, source, at } = callback
  await tx.run(
    `delete from callbacks where id in
       (select id from callbacks where expires_at <= $1 order by expires_at limit 100 for update skip locked)`,
    at,
  )
  const own = await tx.get<KnownCallback>('select id, run from callbacks where source = $1', source)
  if (own) return { run: own.run, sameStep: true }
  const equal = await tx.get<KnownCallback>(
    'select id, run from callbacks where unit = $1 and topic = $2 and key = $3 and digest = $4 and expires_at > $5',
    unit,
    topic,
    key,
    digest,
    at,
  )
  return equal && { run: equal.run, sameStep: false }
}

/** Keeps it: for a run to come, or remembers which run has it. */
export async function keepCallback(
  tx: Statements,
  callback: Callback,
  stored: Stored,
  run: string | null,
): Promise<void> {
  const { unit, topic, key, digest, source, at, parkMs } = callback
  const expires = at + (run === null ? parkMs : REMEMBER_MS)
  const { body, encoding, key_id } = run === null ? stored : inline('')
  // An expired one may still lie there.
  await tx.run(
    'delete from callbacks where unit = $1 and topic = $2 and key = $3 and digest = $4',
    unit,
    topic,
    key,
    digest,
  )
  await tx.run(
    `insert into callbacks (unit, topic, key, digest, source, run, expires_at, body, encoding, key_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    unit,
    topic,
    key,
    digest,
    source,
    run,
    expires,
    body.toString(),
    encoding,
    key_id,
  )
}

/** Takes the oldest one that is parked for this correlation and gives it to the run. */
export async function takeCallback(
  tx: Statements,
  { unit, topic, key }: Correlation,
  run: string,
  at: Instant,
): Promise<Stored | undefined> {
  const found = await tx.get<Stored & { readonly id: number }>(
    `select id, body, encoding, key_id from callbacks
      where unit = $1 and topic = $2 and key = $3 and run is null and expires_at > $4 order by id limit 1 for update`,
    unit,
    topic,
    key,
    at,
  )
  if (!found) return undefined
  await tx.run(
    `update callbacks set run = $1, expires_at = $2, body = '', encoding = 0, key_id = 0 where id = $3`,
    run,
    at + REMEMBER_MS,
    found.id,
  )
  return { body: found.body, encoding: found.encoding, key_id: found.key_id }
}
