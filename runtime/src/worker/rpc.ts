import { type ErrorData, FlowError, toErrorData } from '#shared/errors/flow-error.ts'

/** One side of a process channel: `child_process` on the kernel's side, `process` on the worker's. */
export interface Channel {
  send(frame: unknown): boolean
  onMessage(listener: (frame: unknown) => void): void
  onClose(listener: () => void): void
}

type Frame =
  | { readonly kind: 'call'; readonly id: number; readonly name: string; readonly input: unknown }
  | { readonly kind: 'answer'; readonly id: number; readonly value?: unknown; readonly error?: ErrorData }

/** An interface whose methods all take at most one plain argument and answer with a promise of plain data. */
type Api = Record<never, never>

/** Calls of the other side, as if they were local. Errors arrive as `FlowError` with the same data. */
export interface Rpc<Remote extends Api> {
  readonly remote: Remote
  readonly closed: boolean
}

/** Joins two processes: serves `local` to the other side and gives a proxy of what the other side serves. A lost channel fails all open calls. */
export function createRpc<Remote extends Api, Local extends Api>(channel: Channel, local: Local): Rpc<Remote> {
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: unknown): void }>()
  const served = new Map(Object.entries(local))
  let last = 0
  let closed = false

  const lost = (): FlowError => new FlowError(toErrorData(new Error('the other process is gone')))
  channel.onClose(() => {
    closed = true
    for (const call of waiting.values()) call.reject(lost())
    waiting.clear()
  })
  channel.onMessage((raw) => {
    const frame = raw as Frame
    if (frame.kind === 'call') void serve(frame)
    else if (frame.kind === 'answer') {
      const call = waiting.get(frame.id)
      waiting.delete(frame.id)
      if (frame.error) call?.reject(new FlowError(frame.error))
      else call?.resolve(frame.value)
    }
  })

  async function serve(frame: Extract<Frame, { kind: 'call' }>): Promise<void> {
    const method: unknown = served.get(frame.name)
    try {
      if (typeof method !== 'function') throw new Error(`no such call: ${frame.name}`)
      const value: unknown = await method(frame.input)
      if (!closed) channel.send({ kind: 'answer', id: frame.id, value })
    } catch (error) {
      if (!closed) channel.send({ kind: 'answer', id: frame.id, error: toErrorData(error) })
    }
  }

  const call = (name: string, input: unknown): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (closed) return reject(lost())
      const id = ++last
      waiting.set(id, { resolve, reject })
      try {
        channel.send({ kind: 'call', id, name, input })
      } catch (error) {
        waiting.delete(id)
        reject(error)
      }
    })
  const remote = new Proxy(Object.create(null), {
    get: (_, name) => (typeof name === 'string' && name !== 'then' ? (input: unknown) => call(name, input) : undefined),
  }) as Remote

  return {
    remote,
    get closed() {
      return closed
    },
  }
}
