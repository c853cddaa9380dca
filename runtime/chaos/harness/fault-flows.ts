import type { PlainFlow } from './flows.ts'

/** HTTP in, stored → sleep until the instant in the message → a repeatable call → a call that must happen once. */
export const alarmFlow: PlainFlow = {
  format: 1,
  id: 'hen-gio-bao',
  title: 'Hẹn giờ báo cho đối tác',
  nodes: {
    nhan: { use: 'http-in@1', settings: { path: '/thu-nghiem/hen', answer: 'stored' }, to: { out: ['cho'] } },
    cho: { use: 'delay@1', settings: { mode: 'until', until: 'hen' }, to: { out: ['ghi'] } },
    ghi: {
      use: 'http-request@1',
      settings: { connection: 'doi-tac', method: 'PUT', path: '/ghi' },
      to: { out: ['mot-lan'] },
    },
    'mot-lan': { use: 'http-request@1', settings: { connection: 'doi-tac', method: 'POST', path: '/mot-lan' } },
  },
}

/** The id of the flow that tells which edition of it is running. */
export const EDITION = 'an-ban'

/** HTTP in, answered with the number of the edition: shows from outside which version receives messages. */
export function editionFlow(edition: number): PlainFlow {
  return {
    format: 1,
    id: EDITION,
    title: 'Trả lời ấn bản đang chạy',
    nodes: {
      nhan: { use: 'http-in@1', settings: { path: '/thu-nghiem/an-ban' }, to: { out: ['tra-loi'] } },
      'tra-loi': { use: 'http-reply@1', settings: { content: 'value', body: `an-ban-${edition}` } },
    },
  }
}

/** HTTP in, stored → a repeatable call → sleep → a call that must happen once. Both calls tell the edition of the flow that makes them. */
export function numberedFlow(id: string, path: string, edition: number, asleep: string): PlainFlow {
  const told = { expr: `{ "id": id, "edition": ${edition} }` }
  return {
    format: 1,
    id,
    title: 'Ghi sang đối tác số của ấn bản đang chạy',
    nodes: {
      nhan: { use: 'http-in@1', settings: { path, answer: 'stored' }, to: { out: ['ghi'] } },
      ghi: {
        use: 'http-request@1',
        settings: { connection: 'doi-tac', method: 'PUT', path: '/ghi', body: told },
        to: { out: ['cho'] },
      },
      cho: { use: 'delay@1', settings: { for: asleep }, to: { out: ['mot-lan'] } },
      'mot-lan': {
        use: 'http-request@1',
        settings: { connection: 'doi-tac', method: 'POST', path: '/mot-lan', body: told },
      },
    },
  }
}
