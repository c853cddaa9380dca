import { FIELDS } from './dossier.ts'
import { ITEM_FIELDS, MAP_CODE } from './workloads.ts'

/** Paths of the flows in Node-RED. */
export const NODE_RED_PATHS = { function: '/ham', jsonata: '/jsonata', xml: '/xml', split: '/tach' } as const

type Node = Readonly<Record<string, unknown>>

/** The same work as our flows, in Node-RED's own nodes: function, change (JSONata), XML, split and join. */
export function nodeRedFlows(): readonly Node[] {
  return [
    { id: 'tab', type: 'tab', label: 'Đo tốc độ' },
    ...chain(
      'ham',
      NODE_RED_PATHS.function,
      [func(`const it = msg.payload; msg.payload = ${MAP_CODE}; return msg;`)],
      true,
    ),
    ...chain('js', NODE_RED_PATHS.jsonata, [change(objectOf(FIELDS))], true),
    ...chain(
      'xml',
      NODE_RED_PATHS.xml,
      [{ type: 'xml', property: 'payload' }, func(xmlCode()), { type: 'xml', property: 'payload' }],
      false,
    ),
    ...chain(
      'tach',
      NODE_RED_PATHS.split,
      [
        change('payload.danhSach', 'msg'),
        { type: 'split', splt: '\\n', spltType: 'str', arraySplt: 1, arraySpltType: 'len', stream: false, addname: '' },
        func(
          `const it = msg.payload; msg.payload = { ${ITEM_FIELDS.map(([to, from]) => `${to}: it.${from}`).join(', ')} }; return msg;`,
        ),
        {
          type: 'join',
          mode: 'auto',
          build: 'object',
          property: 'payload',
          propertyType: 'msg',
          key: 'topic',
          joiner: '\\n',
        },
      ],
      false,
    ),
  ]
}

/** HTTP in → the nodes → (a switch to three answers, or one answer). */
function chain(prefix: string, url: string, nodes: readonly Node[], switched: boolean): readonly Node[] {
  const id = (i: number): string => `${prefix}-${i}`
  const trigger = { type: 'http in', url, method: 'post', upload: false, skipBodyParsing: false }
  const line = [trigger, ...nodes].map((node, i) => ({ z: 'tab', id: id(i), wires: [[id(i + 1)]], ...node }))
  const last = line.length
  if (!switched) return [...line, { ...answer(200), z: 'tab', id: id(last) }]
  const states = [
    ['1', 202],
    ['2', 200],
    ['3', 201],
  ] as const
  const routes = {
    z: 'tab',
    id: id(last),
    type: 'switch',
    property: 'payload.trangThai',
    propertyType: 'msg',
    rules: states.map(([v]) => ({ t: 'eq', v, vt: 'str' })),
    checkall: 'false',
    outputs: states.length,
    wires: states.map(([state]) => [`${prefix}-tra-loi-${state}`]),
  }
  return [
    ...line,
    routes,
    ...states.map(([state, status]) => ({ ...answer(status), z: 'tab', id: `${prefix}-tra-loi-${state}` })),
  ]
}

const answer = (status: number): Node => ({ type: 'http response', statusCode: String(status), headers: {}, wires: [] })

const func = (code: string): Node => ({
  type: 'function',
  func: code,
  outputs: 1,
  initialize: '',
  finalize: '',
  libs: [],
})

/** Sets the payload to a JSONata expression, or to another property of the message. */
const change = (to: string, kind: 'jsonata' | 'msg' = 'jsonata'): Node => ({
  type: 'change',
  rules: [{ t: 'set', p: 'payload', pt: 'msg', to, tot: kind }],
})

const objectOf = (fields: readonly (readonly [string, string])[]): string =>
  `{ ${fields.map(([target, source]) => `"${target}": payload.${source}`).join(', ')} }`

/** Its XML node makes a list of every element. */
function xmlCode(): string {
  const read = (source: string): string => source.split('.').join('[0].')
  const fields = FIELDS.map(([target, source]) => `${target}: it.${read(source)}[0]`).join(', ')
  return `const it = msg.payload.HoSo; msg.payload = { KetQua: { ${fields} } }; return msg;`
}
