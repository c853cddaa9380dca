import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Call, createHost, type Host, OWN_ADDRESS } from './host.ts'

/** A parameter and the XPath that gives its value. */
export type Param = readonly [name: string, xpath: string]

/** What libxslt did: what it wrote to standard error, what it wanted from outside, and whether memory was enough. */
export interface Said {
  readonly errors: string
  readonly outside: readonly string[]
  readonly full: boolean
}

/**
 * libxslt as WebAssembly, with one compiled stylesheet. The package is used without its JavaScript, which fetches from the net, takes up to 2 GB
 * and gives it a stack of 64 KB.
 */
export interface Library {
  /** Whether the stylesheet is usable. */
  compile(stylesheet: string): Said & { readonly ok: boolean }
  /** Without `output` the transformation failed or was stopped; `size` alone when the output is larger than `most` bytes. */
  transform(
    xml: string,
    params: readonly Param[],
    now: number,
    most: number,
  ): Said & { readonly output?: string; readonly size?: number }
  /** The memory it has taken, in bytes; it never gets smaller. */
  bytes(): number
}

const FIRST_PAGES = 256
/** Room for templates that call each other three thousand levels deep, which is where libxslt stops; it is built with 64 KB. */
const STACK_BYTES = 16 * 1024 * 1024
/** Of libxml2: entities are replaced, CDATA is text, nothing comes over the net, line numbers over 65,535. */
const PARSE = 2 | 2048 | 16_384 | 4_194_304
const EXSLT = ['Common', 'Math', 'Sets', 'Func', 'Str', 'Date', 'Dyn']

/** Starts the library with at most so many pages of 64 KB. */
export function startLibrary(mostPages: number): Library {
  const memory = new WebAssembly.Memory({ initial: FIRST_PAGES, maximum: mostPages, shared: true })
  const host = createHost(memory)
  const wasm = readFileSync(fileURLToPath(import.meta.resolve('libxslt-wasm/output/libxslt.wasm')))
  const module = new WebAssembly.Module(wasm)
  const imports: Record<string, Record<string, WebAssembly.ImportValue>> = {}
  for (const { module: from, name, kind } of WebAssembly.Module.imports(module))
    imports[from] = { ...imports[from], [name]: kind === 'memory' ? memory : (host.functions[name] ?? (() => 0)) }
  const { exports } = new WebAssembly.Instance(module, imports)
  const call: Call = (name, ...args) => {
    const found = exports[name]
    if (typeof found !== 'function') throw new Error(`libxslt has no ${name}`)
    return Number(found(...args))
  }
  host.call = call
  call('__wasm_call_ctors')
  const stack = call('malloc', STACK_BYTES)
  call('emscripten_stack_set_limits', stack + STACK_BYTES, stack)
  call('_emscripten_stack_restore', stack + STACK_BYTES)
  call('main', 0, 0)
  for (const name of EXSLT) call(`exslt${name}Register`)
  return libraryOf(call, host, memory)
}

function libraryOf(call: Call, host: Host, memory: WebAssembly.Memory): Library {
  const put = (bytes: Uint8Array): number => {
    const at = call('malloc', bytes.length + 1)
    if (at === 0) throw new RangeError('no memory')
    const all = new Uint8Array(memory.buffer)
    all.set(bytes, at)
    all[at + bytes.length] = 0
    return at
  }
  const putText = (text: string): number => put(Buffer.from(text))
  const utf8 = putText('UTF-8')
  const own = putText(OWN_ADDRESS)
  const begin = (): void => {
    host.errors = []
    host.outside = []
  }
  const said = (): Said => ({
    errors: Buffer.concat(host.errors).toString('utf8'),
    outside: host.outside,
    full: host.full,
  })
  /** The text is UTF-8 by now, whatever its declaration says of the bytes that once came. */
  const read = (bytes: Buffer, address: number): number => {
    const at = put(bytes)
    const document = call('xmlReadMemory', at, bytes.length, address, utf8, PARSE)
    call('free', at)
    return document
  }
  const list = (params: readonly Param[]): readonly number[] => {
    const texts = params.flat().map(putText)
    const at = call('malloc', (texts.length + 1) * 4)
    const view = new DataView(memory.buffer)
    for (const [i, text] of [...texts, 0].entries()) view.setUint32(at + i * 4, text, true)
    return [at, ...texts]
  }
  let style = 0

  return {
    bytes: () => memory.buffer.byteLength,
    compile(stylesheet) {
      begin()
      host.stylesheet = Buffer.from(stylesheet)
      const document = read(host.stylesheet, own)
      if (document !== 0) style = call('xsltParseStylesheetDoc', document)
      return { ok: style !== 0, ...said() }
    },
    transform(xml, params, now, most) {
      begin()
      host.now = now
      const document = read(Buffer.from(xml), 0)
      if (document === 0) return said()
      const given = list(params)
      const result = call('xsltApplyStylesheet', style, document, given[0] ?? 0)
      for (const at of given) call('free', at)
      if (result === 0) {
        call('xmlFreeDoc', document)
        return said()
      }
      const buffer = call('xmlAllocOutputBuffer', 0)
      call('xsltSaveResultTo', buffer, result, style)
      const size = call('xmlOutputBufferGetSize', buffer)
      const from = call('xmlOutputBufferGetContent', buffer)
      const bytes = size > most ? undefined : Buffer.from(new Uint8Array(memory.buffer).slice(from, from + size))
      call('xmlOutputBufferClose', buffer)
      call('xmlFreeDoc', result)
      call('xmlFreeDoc', document)
      return { size, ...(bytes && { output: bytes.toString('utf8') }), ...said() }
    },
  }
}
