import type { Database, Statement } from 'better-sqlite3'

/** A flow as a name with an owner; its content is in drafts and versions. */
export interface StoredFlow {
  readonly id: string
  readonly unit: string
  readonly deleted: boolean
}

/** One person's work on a flow. */
export interface StoredDraft {
  readonly flow: string
  readonly account: string
  readonly unit: string
  readonly revision: number
  /** Canonical text. */
  readonly text: string
  readonly layout?: string
  readonly hash: string
  /** The version that was active when the draft last agreed with it. */
  readonly base?: string
  readonly savedAt: number
}

/** A version that was published once; its content is never changed. */
export interface StoredVersion {
  readonly flow: string
  readonly version: string
  readonly unit: string
  readonly number: number
  readonly text: string
  readonly layout?: string
  /** What people call it; may be changed. Empty: it has no name. */
  readonly name: string
  readonly note: string
  readonly by: string
  readonly at: number
}

/** An older version became the running one again. */
export interface VersionReturn {
  readonly flow: string
  readonly version: string
  readonly note: string
  readonly by: string
  readonly at: number
}

/** The version of a flow that receives new messages. */
export interface StoredDeployment {
  readonly flow: string
  readonly unit: string
  readonly version: string
  readonly paused: boolean
  readonly by: string
  readonly at: number
  /** From when on slots of its schedules count. */
  readonly since: number
}

/** Flows, drafts, versions and deployments. Calls inside `transaction` succeed or fail together. */
export interface FlowStore {
  transaction<T>(work: () => T): T
  flow(id: string): StoredFlow | undefined
  flows(unit: string): readonly StoredFlow[]
  putFlow(id: string, unit: string, at: number): void
  deleteFlow(id: string, at: number): void
  draft(flow: string, account: string): StoredDraft | undefined
  /** Newest first. */
  drafts(flow: string): readonly StoredDraft[]
  allDrafts(): readonly StoredDraft[]
  putDraft(draft: StoredDraft): void
  removeDraft(flow: string, account: string): boolean
  version(flow: string, version: string): StoredVersion | undefined
  /** Newest first. */
  versions(flow: string): readonly StoredVersion[]
  /** Answers with its number. */
  addVersion(version: Omit<StoredVersion, 'number'>): number
  setLayout(flow: string, version: string, layout: string): void
  nameVersion(flow: string, version: string, name: string): void
  /** Answers with what takes it back. */
  addReturn(it: VersionReturn): () => void
  lastReturn(flow: string, version: string): VersionReturn | undefined
  deployment(flow: string): StoredDeployment | undefined
  deployments(): readonly StoredDeployment[]
  putDeployment(deployment: StoredDeployment): void
  removeDeployment(flow: string): void
}

/** Flows in the tables `flows`, `drafts`, `versions` and `deployments`. */
export function createFlowStore(db: Database): FlowStore {
  const flows = flowQueries(db)
  const drafts = draftQueries(db)
  const versions = versionQueries(db)
  const deployments = deploymentQueries(db)
  return {
    transaction: (work) => db.transaction(work).immediate(),
    ...flows,
    ...drafts,
    ...versions,
    ...returnQueries(db),
    ...deployments,
  }
}

type Some<K extends keyof FlowStore> = Pick<FlowStore, K>

function flowQueries(db: Database): Some<'flow' | 'flows' | 'putFlow' | 'deleteFlow'> {
  type Row = { id: string; unit: string; deleted_at: number | null }
  const one: Statement<[string], Row> = db.prepare('SELECT id, unit, deleted_at FROM flows WHERE id = ?')
  const many: Statement<[string], Row> = db.prepare(
    'SELECT id, unit, deleted_at FROM flows WHERE unit = ? AND deleted_at IS NULL ORDER BY id',
  )
  const put = db.prepare(
    'INSERT INTO flows (id, unit, created_at) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET deleted_at = NULL',
  )
  const mark = db.prepare('UPDATE flows SET deleted_at = ? WHERE id = ?')
  const dropDrafts = db.prepare('DELETE FROM drafts WHERE flow = ?')
  const read = (row: Row): StoredFlow => ({ id: row.id, unit: row.unit, deleted: row.deleted_at !== null })
  return {
    flow: (id) => {
      const row = one.get(id)
      return row && read(row)
    },
    flows: (unit) => many.all(unit).map(read),
    putFlow: (id, unit, at) => void put.run(id, unit, at),
    deleteFlow(id, at) {
      mark.run(at, id)
      dropDrafts.run(id)
    },
  }
}

function draftQueries(db: Database): Some<'draft' | 'drafts' | 'allDrafts' | 'putDraft' | 'removeDraft'> {
  type Row = {
    flow: string
    account: string
    unit: string
    revision: number
    text: string
    layout: string | null
    hash: string
    base: string | null
    saved_at: number
  }
  const one: Statement<[string, string], Row> = db.prepare('SELECT * FROM drafts WHERE flow = ? AND account = ?')
  const many: Statement<[string], Row> = db.prepare('SELECT * FROM drafts WHERE flow = ? ORDER BY saved_at DESC')
  const every: Statement<[], Row> = db.prepare('SELECT * FROM drafts')
  const put = db.prepare(
    `INSERT INTO drafts (flow, account, unit, revision, text, layout, hash, base, saved_at)
     VALUES (@flow, @account, @unit, @revision, @text, @layout, @hash, @base, @savedAt)
     ON CONFLICT (flow, account) DO UPDATE SET revision = @revision, text = @text, layout = @layout, hash = @hash,
       base = @base, saved_at = @savedAt`,
  )
  const remove = db.prepare('DELETE FROM drafts WHERE flow = ? AND account = ?')
  const read = ({ layout, base, saved_at, ...row }: Row): StoredDraft => ({
    ...row,
    savedAt: saved_at,
    ...(layout === null ? {} : { layout }),
    ...(base === null ? {} : { base }),
  })
  return {
    draft: (flow, account) => {
      const row = one.get(flow, account)
      return row && read(row)
    },
    drafts: (flow) => many.all(flow).map(read),
    allDrafts: () => every.all().map(read),
    putDraft: (it) => void put.run({ ...it, layout: it.layout ?? null, base: it.base ?? null }),
    removeDraft: (flow, account) => remove.run(flow, account).changes > 0,
  }
}

function versionQueries(db: Database): Some<'version' | 'versions' | 'addVersion' | 'setLayout' | 'nameVersion'> {
  type Row = {
    flow: string
    version: string
    unit: string
    number: number
    text: string
    layout: string | null
    name: string
    note: string
    by_account: string
    at: number
  }
  const one: Statement<[string, string], Row> = db.prepare('SELECT * FROM versions WHERE flow = ? AND version = ?')
  const many: Statement<[string], Row> = db.prepare('SELECT * FROM versions WHERE flow = ? ORDER BY number DESC')
  const insert: Statement<unknown[], { number: number }> = db.prepare(
    `INSERT INTO versions (flow, version, unit, number, text, layout, name, note, by_account, at)
     SELECT @flow, @version, @unit, coalesce(max(number), 0) + 1, @text, @layout, @name, @note, @by, @at
     FROM versions WHERE flow = @flow RETURNING number`,
  )
  const layout = db.prepare('UPDATE versions SET layout = ? WHERE flow = ? AND version = ?')
  const name = db.prepare('UPDATE versions SET name = ? WHERE flow = ? AND version = ?')
  const read = ({ layout: look, by_account, ...row }: Row): StoredVersion => ({
    ...row,
    by: by_account,
    ...(look === null ? {} : { layout: look }),
  })
  return {
    version: (flow, version) => {
      const row = one.get(flow, version)
      return row && read(row)
    },
    versions: (flow) => many.all(flow).map(read),
    addVersion: (it) => insert.get({ ...it, layout: it.layout ?? null })?.number ?? 0,
    setLayout: (flow, version, text) => void layout.run(text, flow, version),
    nameVersion: (flow, version, text) => void name.run(text, flow, version),
  }
}

function returnQueries(db: Database): Some<'addReturn' | 'lastReturn'> {
  type Row = { id: number; flow: string; version: string; note: string; by_account: string; at: number }
  const last: Statement<[string, string], Row> = db.prepare(
    'SELECT * FROM version_returns WHERE flow = ? AND version = ? ORDER BY id DESC LIMIT 1',
  )
  const add = db.prepare(
    `INSERT INTO version_returns (flow, version, note, by_account, at) VALUES (@flow, @version, @note, @by, @at)`,
  )
  const remove = db.prepare('DELETE FROM version_returns WHERE id = ?')
  return {
    addReturn: (it) => {
      const { lastInsertRowid } = add.run(it)
      return () => void remove.run(lastInsertRowid)
    },
    lastReturn: (flow, version) => {
      const row = last.get(flow, version)
      return row && { flow: row.flow, version: row.version, note: row.note, by: row.by_account, at: row.at }
    },
  }
}

function deploymentQueries(db: Database): Some<'deployment' | 'deployments' | 'putDeployment' | 'removeDeployment'> {
  type Row = {
    flow: string
    unit: string
    version: string
    paused: number
    by_account: string
    at: number
    since: number
  }
  const one: Statement<[string], Row> = db.prepare('SELECT * FROM deployments WHERE flow = ?')
  const many: Statement<[], Row> = db.prepare('SELECT * FROM deployments ORDER BY flow')
  const put = db.prepare(
    `INSERT INTO deployments (flow, unit, version, paused, by_account, at, since)
     VALUES (@flow, @unit, @version, @off, @by, @at, @since)
     ON CONFLICT (flow) DO UPDATE SET version = @version, paused = @off, by_account = @by, at = @at, since = @since`,
  )
  const remove = db.prepare('DELETE FROM deployments WHERE flow = ?')
  const read = ({ by_account, paused, ...row }: Row): StoredDeployment => ({
    ...row,
    paused: paused === 1,
    by: by_account,
  })
  return {
    deployment: (flow) => {
      const row = one.get(flow)
      return row && read(row)
    },
    deployments: () => many.all().map(read),
    putDeployment: ({ paused, ...it }) => void put.run({ ...it, off: paused ? 1 : 0 }),
    removeDeployment: (flow) => void remove.run(flow),
  }
}
