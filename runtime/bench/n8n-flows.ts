import { FIELDS } from './dossier.ts'
import { ITEM_FIELDS, MAP_CODE } from './workloads.ts'

/** Paths of the flows in n8n, below `/webhook/`. */
export const N8N_PATHS = { set: 'anh-xa', code: 'doan-ma', split: 'tach' } as const

type Node = Readonly<Record<string, unknown>>

/** The same work as our flows in n8n's own nodes, in the form that its `import:workflow` reads. */
export function n8nFlows(): readonly Node[] {
  return [
    flow('set', [set(FIELDS, '$json.body')], true),
    flow('code', [code(`const it = $json.body; return { json: ${MAP_CODE} };`)], true),
    flow('split', [splitOut('body.danhSach'), set(ITEM_FIELDS, '$json')], false),
  ]
}

/** Ids as n8n wants them: sixteen characters. */
export const n8nFlowId = (name: keyof typeof N8N_PATHS): string => `doTocDo${name}`.padEnd(16, '0')

/** Webhook → the nodes → (a switch to three answers, or one answer of all items). */
function flow(name: keyof typeof N8N_PATHS, nodes: readonly Node[], switched: boolean): Node {
  const webhook = {
    type: 'n8n-nodes-base.webhook',
    typeVersion: 2,
    webhookId: `${name}-hook`,
    parameters: { httpMethod: 'POST', path: N8N_PATHS[name], responseMode: 'responseNode', options: {} },
  }
  const line = [webhook, ...nodes, ...(switched ? [SWITCH] : [])].map((node, i) => named(node, `n${i}`))
  const answers = switched
    ? STATES.map(([state, status]) => named(answer('firstIncomingItem', status), `tra-loi-${state}`))
    : [named(answer('allIncomingItems', 200), 'tra-loi')]
  const last = line.length - 1
  const connections = Object.fromEntries(
    line.map((_, i) => [
      `n${i}`,
      { main: i < last ? [[to(`n${i + 1}`)]] : answers.map(({ name: target }) => [to(String(target))]) },
    ]),
  )
  return {
    id: n8nFlowId(name),
    name: `Đo tốc độ: ${name}`,
    active: false,
    nodes: [...line, ...answers],
    connections,
    settings: { executionOrder: 'v1' },
    pinData: {},
  }
}

const STATES = [
  ['1', 202],
  ['2', 200],
  ['3', 201],
] as const

const SWITCH: Node = {
  type: 'n8n-nodes-base.switch',
  typeVersion: 3.2,
  parameters: {
    rules: {
      values: STATES.map(([state]) => ({
        conditions: {
          options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
          conditions: [
            {
              id: `trang-thai-${state}`,
              leftValue: '={{ $json.trangThai }}',
              rightValue: state,
              operator: { type: 'string', operation: 'equals' },
            },
          ],
          combinator: 'and',
        },
      })),
    },
    options: {},
  },
}

/** "Edit Fields" in its JSON mode: one expression builds the whole item. */
function set(fields: readonly (readonly [target: string, source: string])[], from: string): Node {
  const object = fields.map(([target, source]) => `${target}: ${from}.${source}`).join(', ')
  return {
    type: 'n8n-nodes-base.set',
    typeVersion: 3.4,
    parameters: { mode: 'raw', jsonOutput: `={{ { ${object} } }}`, options: {} },
  }
}

const code = (jsCode: string): Node => ({
  type: 'n8n-nodes-base.code',
  typeVersion: 2,
  parameters: { mode: 'runOnceForEachItem', jsCode },
})

const splitOut = (fieldToSplitOut: string): Node => ({
  type: 'n8n-nodes-base.splitOut',
  typeVersion: 1,
  parameters: { fieldToSplitOut, options: {} },
})

const answer = (respondWith: string, responseCode: number): Node => ({
  type: 'n8n-nodes-base.respondToWebhook',
  typeVersion: 1.1,
  parameters: { respondWith, options: { responseCode } },
})

const named = (node: Node, name: string): Node => ({ ...node, id: name, name, position: [0, 0] })

const to = (node: string): Node => ({ node, type: 'main', index: 0 })
