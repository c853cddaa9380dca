import type { PlainFlow } from './flows.ts'

/** HTTP in, stored → split → a repeatable call for each part → all of them again in one message → a call that tells how many there were. */
export const splitFlow: PlainFlow = {
  format: 1,
  id: 'tach-va-gop',
  title: 'Tách danh sách, ghi từng phần rồi gộp lại',
  nodes: {
    nhan: { use: 'http-in@1', settings: { path: '/thu-nghiem/tach', answer: 'stored' }, to: { out: ['tach'] } },
    tach: { use: 'splitter@1', settings: { over: 'phan', inOrder: false }, to: { out: ['ghi'] } },
    ghi: {
      use: 'http-request@1',
      settings: { connection: 'doi-tac', method: 'PUT', path: '/ghi' },
      to: { out: ['gop'] },
    },
    gop: {
      use: 'aggregator@1',
      settings: { combine: 'expression', expression: '{ "id": $join($parts.id, ",") }' },
      to: { out: ['bao'] },
    },
    bao: { use: 'http-request@1', settings: { connection: 'doi-tac', method: 'PUT', path: '/da-gop' } },
  },
}

/** HTTP in, stored → wait for ten messages of one group → a call that names all of them. */
export const collectFlow: PlainFlow = {
  format: 1,
  id: 'gom-theo-nhom',
  title: 'Gom mười thông điệp của một nhóm',
  nodes: {
    nhan: { use: 'http-in@1', settings: { path: '/thu-nghiem/gom', answer: 'stored' }, to: { out: ['gom'] } },
    gom: {
      use: 'collect@1',
      settings: {
        key: 'nhom',
        count: '10',
        combine: 'expression',
        expression: '{ "id": $join($sort($parts.id), ",") }',
      },
      to: { out: ['bao'] },
    },
    bao: { use: 'http-request@1', settings: { connection: 'doi-tac', method: 'PUT', path: '/da-gom' } },
  },
}
