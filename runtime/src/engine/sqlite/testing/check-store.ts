import Database from 'better-sqlite3'

/** Compares the tables of a store whose engines are at rest; answers what does not fit, an empty list when all does. */
export function checkStore(path: string): readonly string[] {
  const db = new Database(path, { readonly: true })
  try {
    const wrong: string[] = []
    const none = (what: string, sql: string): void => {
      const row = db.prepare(sql).get()
      if (row !== undefined) wrong.push(`${what}: ${JSON.stringify(row)}`)
    }
    const open = `('accepted', 'running', 'waiting', 'retrying')`
    const integrity = db.pragma('integrity_check', { simple: true })
    if (integrity !== 'ok') wrong.push(`integrity: ${String(integrity)}`)
    none(
      'the journal has another number of rows than its run says',
      `select id, entries from runs r where entries <> (select count(*) from journal where id / 1048576 = r.seq)`,
    )
    none('a journal row without a run', `select id from journal where id / 1048576 not in (select seq from runs)`)
    none(
      'a run without its message',
      `select id from runs r where entries > 0 and (select kind from journal where id = r.seq * 1048576) is not 'message'`,
    )
    none(
      'an ended run in the queue',
      `select id from runs where status not in ${open} and (ready_at is not null or member is not null)`,
    )
    none('a held run that is not running', `select id from runs where (member is not null) <> (status = 'running')`)
    none(
      'open runs are counted wrong',
      `select o.* from open_runs o where open <> (select count(*) from runs r where r.flow = o.flow and r.version = o.version and status in ${open})`,
    )
    none(
      'accepted runs are counted wrong',
      `select flow, count(*) as n from runs r group by flow having n <> (select sum(accepted) from traffic t where t.flow = r.flow)`,
    )
    none(
      'ended runs are counted wrong',
      `select flow, sum(status = 'done') as n from runs r group by flow having n <> (select sum(done) from traffic t where t.flow = r.flow)`,
    )
    none(
      'a business key that cannot be found',
      `select r.id from runs r, json_each(r.keys) k where not exists (
         select 1 from business_keys b where b.value = k.value and b.accepted_at = r.accepted_at and b.run = r.seq)`,
    )
    none(
      'a wait of a run that is done',
      `select * from waits where run in (select seq from runs where status = 'done')`,
    )
    none(
      'a part without its group',
      `select group_id from group_parts where group_id not in (select id from part_groups)`,
    )
    none(
      'a group has another number of parts than it says',
      `select id from part_groups g where state <> 'settled' and parts <> (select count(*) from group_parts p where p.group_id = g.id)`,
    )
    none('a dedupe key without its run', `select * from dedupe where run not in (select seq from runs)`)
    return wrong
  } finally {
    db.close()
  }
}
