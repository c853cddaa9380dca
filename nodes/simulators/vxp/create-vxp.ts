import { createHash } from 'node:crypto'
import { signatureOf } from '#nodes/vxp/signed-headers.ts'
import { VXP_ACCESS } from '../access.ts'
import { createSimulator, type FramedSimulator } from '../frame/create-simulator.ts'
import { jsonReply, type Reply, xmlReply } from '../frame/reply.ts'
import { headerOf, type SimRequest } from '../frame/request.ts'
import type { Route, SimulatorOptions, SimulatorParts, SimulatorTools } from '../frame/simulator.ts'
import { documentOf, OTHER, samples, statusFor, US } from './packets.ts'

/** A packet that lies at the axis. */
export interface VxpDocument {
  readonly docId: string
  readonly messageType: 'edoc' | 'status'
  readonly from: string
  readonly to: string
  readonly packet: string
  readonly status: string
}

/** The simulator of the document axis. */
export interface Vxp extends FramedSimulator {
  documents(): readonly VxpDocument[]
  /** Puts a packet there as if another agency had sent it; an empty one is never handed over. */
  deliver(packet: string, messageType?: 'edoc' | 'status'): string
}

interface VxpParts extends SimulatorParts {
  readonly store: Map<string, VxpDocument>
  add(document: Omit<VxpDocument, 'docId' | 'status'>): string
}

const AGENCIES = [
  { id: US, name: 'Cơ quan của ta (giả lập)' },
  { id: OTHER, name: 'Cơ quan khác (giả lập)' },
]

/** Nobody takes packets until a flow does: the heap stays small. */
const MOST_WAITING = 20

/**
 * The document axis: lists what was sent to us until it is reported done, takes what we send, and checks the signature of each call. In the demo
 * the other agency answers each document with a status packet.
 */
export function createVxp(options: SimulatorOptions = {}): Vxp {
  const { simulator, parts } = createSimulator(options, (tools) => buildVxp(tools, options.demo === true))
  return Object.assign(simulator, {
    documents: () => [...parts.store.values()],
    deliver: (packet: string, messageType: 'edoc' | 'status' = 'edoc') =>
      parts.add({ packet, messageType, from: OTHER, to: US }),
  })
}

function buildVxp({ clock }: SimulatorTools, demo: boolean): VxpParts {
  const store = new Map<string, VxpDocument>()
  const agencies = new Set<string>()
  // Packets are kept in memory only: those of another start are others, though they have the same number.
  const start = demo ? `${clock().getTime().toString(36)}-` : ''
  let last = 0
  let ticks = 0
  const add: VxpParts['add'] = (document) => {
    const docId = `vxp-${last < SAMPLES ? '' : start}${String(++last).padStart(6, '0')}`
    store.set(docId, { docId, status: 'initial', ...document })
    return docId
  }
  const reset = (): void => {
    store.clear()
    last = 0
    agencies.clear()
    for (const { id } of AGENCIES) agencies.add(id)
    for (const packet of samples()) add({ packet, messageType: 'edoc', from: OTHER, to: US })
  }
  reset()
  return {
    store,
    add,
    name: 'vxp',
    title: { vi: 'Trục liên thông văn bản VXP (giả lập)', en: 'Document axis VXP (simulated)' },
    summary: {
      vi: 'Đóng vai trục liên thông văn bản: kiểm tra chữ ký HMAC, liệt kê gói đến tới khi được báo đã nhận, nhận gói gửi đi.',
      en: 'Plays the document axis: checks the HMAC signature, lists packets until they are reported done, takes packets.',
    },
    routes: routesOf(store, add, agencies, demo ? clock : undefined),
    dialect: {
      failure: (status, message) => refusal(status, String(status), message.vi),
      sessionExpired: () => refusal(401, '401', 'Sai chữ ký của lời gọi'),
      duplicate: () => refusal(200, '1', 'Văn bản đã tồn tại'),
    },
    countTitles: {
      waiting: { vi: 'Gói chờ nhận', en: 'Packets waiting' },
      packets: { vi: 'Tất cả gói', en: 'All packets' },
    },
    counts: () => ({
      waiting: [...store.values()].filter((it) => it.to === US && isWaiting(it)).length,
      packets: store.size,
    }),
    tick: () => {
      if ([...store.values()].filter((it) => it.to === US && isWaiting(it)).length >= MOST_WAITING) return
      // One in five is recalled later.
      const recall = ++ticks % 5 === 0
      const number = String(200 + (recall ? ticks - 1 : ticks))
      const packet = documentOf(number, recall ? '1' : '0', clock().toISOString().slice(0, 10))
      add({ packet, messageType: 'edoc', from: OTHER, to: US })
    },
    reset,
  }
}

/** Packets that lie there from the first. */
const SAMPLES = 3

const isWaiting = ({ status }: VxpDocument): boolean => status !== 'done' && status !== 'fail'

function ok(data: unknown): Reply {
  return jsonReply(200, { status: 'OK', ErrorCode: '0', ErrorDesc: 'Thanh cong', data })
}

function refusal(status: number, code: string, reason: string): Reply {
  return jsonReply(status, { status: 'FAIL', ErrorCode: code, ErrorDesc: reason })
}

const parameter = (request: SimRequest, name: string): string => headerOf(request.headers, `xroadvnpt-${name}`) ?? ''

/** Undefined when the signature of the call is right and covers every parameter that is used. */
function signatureFault(request: SimRequest): Reply | undefined {
  const header = parameter(request, 'sign-header')
  const wrong = refusal(401, '401', 'Sai chữ ký của lời gọi')
  if (signatureOf(header, VXP_ACCESS.secretKey) !== parameter(request, 'hash-header')) return wrong
  const signed = new Map<string, unknown>(
    Object.entries(JSON.parse(header) as object).map(([k, v]) => [k.toLowerCase(), v]),
  )
  const unsigned = ['sign-header-key', 'sign-header', 'hash-header', 'version'].map((name) => `xroadvnpt-${name}`)
  for (const name of Object.keys(request.headers))
    if (name.startsWith('xroadvnpt-') && !unsigned.includes(name) && signed.get(name) !== request.headers[name])
      return wrong
  return signed.get('xroadvnpt-systemid') === VXP_ACCESS.systemId ? undefined : wrong
}

type Handle = (request: SimRequest) => Reply

/** `answersAt`: the clock by which the other agency answers; absent when it does not. */
function routesOf(
  store: Map<string, VxpDocument>,
  add: VxpParts['add'],
  agencies: Set<string>,
  answersAt: (() => Date) | undefined,
): readonly Route[] {
  const list = (request: SimRequest, wanted: (it: VxpDocument) => boolean): readonly object[] =>
    [...store.values()]
      .filter((it) => wanted(it) && it.messageType === (parameter(request, 'messagetype') || 'edoc'))
      .slice(0, Number(parameter(request, 'pagesize')) || 100)
      .map(({ packet: _, ...row }) => ({ ...row, serviceType: 'eDoc' }))
  const waiting = (it: VxpDocument): boolean => it.to === US && isWaiting(it)
  const count = (messageType: string): Reply =>
    ok([...store.values()].filter((it) => waiting(it) && it.messageType === messageType).length)
  const found = (request: SimRequest, then: (it: VxpDocument) => Reply): Reply => {
    const known = store.get(parameter(request, 'docid'))
    return known ? then(known) : refusal(200, '404', 'Không có văn bản này')
  }
  const handles: Readonly<Record<string, Handle>> = {
    getAgenciesList: () =>
      ok([...agencies].map((id) => ({ id, name: AGENCIES.find((it) => it.id === id)?.name ?? id }))),
    getAgenciesListQD20: () => ok([...agencies].map((id) => ({ id }))),
    registerAgency: (request) => ok(agencies.add(parameter(request, 'id')).size),
    deleteAgency: (request) => ok(agencies.delete(parameter(request, 'id'))),
    getReceivedEdocList: (request) => ok(list(request, waiting)),
    getSentEdocList: (request) => ok(list(request, (it) => it.from === US)),
    countReceiveEdoc: () => count('edoc'),
    countReceiveStatus: () => count('status'),
    getEdoc: (request) =>
      found(request, ({ packet }) =>
        packet === '' ? refusal(200, '5', 'Văn bản hỏng, không lấy được') : xmlReply(200, packet),
      ),
    updateStatus: (request) =>
      found(request, (it) => {
        const status = parameter(request, 'status')
        store.set(it.docId, { ...it, status })
        request.record([
          { operation: 'updateStatus', key: it.docId, outcome: status, body: { docId: it.docId, status } },
        ])
        return ok([])
      }),
    sendEdoc: (request) => sendEdoc(request, add, agencies, answersAt),
  }
  return Object.entries(handles).map(([operation, handle]) => ({
    method: 'POST',
    path: `/${operation}`,
    operation,
    session: true,
    creates: operation === 'sendEdoc',
    handle: (request) => signatureFault(request) ?? handle(request),
  }))
}

function sendEdoc(
  request: SimRequest,
  add: VxpParts['add'],
  agencies: ReadonlySet<string>,
  answersAt: (() => Date) | undefined,
): Reply {
  const packet = /\r\n\r\n([\s\S]*)\r\n--[^\r\n]+--\r\n$/.exec(request.body.toString('utf8'))?.[1] ?? ''
  if (!request.body.includes('name="file_doc"')) return refusal(200, '2', 'Thiếu tệp file_doc')
  const hash = createHash('sha256').update(packet, 'utf8').digest('hex')
  if (hash !== parameter(request, 'hash-file')) return refusal(200, '3', 'Sai mã băm của tệp (hash-file)')
  const to = parameter(request, 'to')
  if (!agencies.has(to)) return refusal(200, '4', 'Không có cơ quan nhận')
  const messageType = parameter(request, 'messagetype') === 'status' ? 'status' : 'edoc'
  const docId = add({ packet, messageType, from: parameter(request, 'from'), to })
  request.record([{ operation: 'sendEdoc', key: docId, outcome: 'inserted', body: { to, hash } }])
  const status = answersAt && messageType === 'edoc' ? statusFor(packet, to, answersAt()) : undefined
  if (status !== undefined) add({ packet: status, messageType: 'status', from: to, to: US })
  return ok([{ docId }])
}
