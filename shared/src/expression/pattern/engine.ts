import { ExpressionError } from '../errors.ts'
import { parsePattern } from './parse.ts'
import { type Instruction, programOf } from './program.ts'
import { isLineEnd, isWord } from './units.ts'

/** Instructions that one pattern object may execute in its life: half a second at the most, in which nobody else on the process is served. */
const MAX_WORK = 8_000_000

/**
 * The `RegexEngine` that we give to JSONata. Why our own: JavaScript's RegExp backtracks, so one pattern such as `(a+)+b` or
 * `\d+\d+\d+x` stops a worker for minutes, and refusing "nested quantifiers" catches the first and not the second. This one
 * simulates all alternatives at once (Thompson 1968; Pike's variant with captures), so time is at most text × pattern.
 * Price: no back-references and no look-around (refused when the expression is compiled), and a slower best case. For what it
 * accepts it gives the captures that RegExp gives; a property test compares the two.
 */
export class LinearPattern {
  readonly source: string
  readonly flags: string
  lastIndex = 0
  private readonly program: readonly Instruction[]
  private readonly groups: number
  private readonly multiline: boolean
  private work = 0

  constructor(pattern: RegExp | string, flags?: string) {
    this.source = typeof pattern === 'string' ? pattern : pattern.source
    this.flags = flags ?? (typeof pattern === 'string' ? '' : pattern.flags)
    const { root, groups } = parsePattern(this.source, this.flags.includes('i'))
    this.program = programOf(root)
    this.groups = groups
    this.multiline = this.flags.includes('m')
  }

  /** Forgets where it was and gives it its full budget again. */
  restart(): this {
    this.lastIndex = 0
    this.work = 0
    return this
  }

  /** Finds the first match from `lastIndex` and moves it, as a global RegExp does; `index` and groups as in RegExp. */
  exec(text: string): ((string | undefined)[] & { index: number }) | null {
    const slots = this.lastIndex > text.length ? undefined : this.run(text, this.lastIndex)
    const [from, to] = slots ?? []
    if (slots === undefined || from === undefined || to === undefined) {
      this.lastIndex = 0
      return null
    }
    this.lastIndex = to
    const found: (string | undefined)[] = []
    for (let group = 0; group <= this.groups; group++) {
      const start = slots[group * 2]
      const end = slots[group * 2 + 1]
      found.push(start === undefined || end === undefined ? undefined : text.slice(start, end))
    }
    return Object.assign(found, { index: from })
  }

  private run(text: string, from: number): readonly (number | undefined)[] | undefined {
    let current = new Threads(this.program.length)
    let next = new Threads(this.program.length)
    let best: readonly (number | undefined)[] | undefined
    for (let at = from; at <= text.length; at++) {
      // A new attempt starts here with the lowest priority, unless something has matched already.
      if (best === undefined) this.follow(current, 0, at, [at], text)
      if (current.count === 0 && best !== undefined) break
      const unit = at < text.length ? text.charCodeAt(at) : -1
      for (let i = 0; i < current.count; i++) {
        const pc = current.at(i)
        const slots = current.slots[i] ?? []
        const instruction = this.program[pc]
        if (instruction?.op === 'match') {
          best = [slots[0], at, ...slots.slice(2)]
          break // threads behind this one have a lower priority
        }
        if (instruction?.op === 'unit' && unit >= 0 && instruction.test(unit))
          this.follow(next, pc + 1, at + 1, slots, text)
      }
      this.spend(current.count + 1)
      current.clear()
      const swap = current
      current = next
      next = swap
    }
    return best
  }

  /** Adds the threads that can be reached from `pc` without consuming, in order of priority. */
  private follow(threads: Threads, pc: number, at: number, slots: readonly (number | undefined)[], text: string): void {
    const open: { pc: number; slots: readonly (number | undefined)[] }[] = [{ pc, slots }]
    for (let step = open.pop(); step !== undefined; step = open.pop()) {
      if (!threads.enter(step.pc)) continue
      this.spend(1)
      const instruction = this.program[step.pc]
      if (instruction === undefined) continue
      switch (instruction.op) {
        case 'jump':
          open.push({ pc: instruction.to, slots: step.slots })
          break
        case 'split':
          open.push({ pc: instruction.second, slots: step.slots }, { pc: instruction.first, slots: step.slots })
          break
        case 'save':
          open.push({ pc: step.pc + 1, slots: withSlot(step.slots, instruction.slot, at) })
          break
        case 'clear':
          open.push({ pc: step.pc + 1, slots: withoutGroups(step.slots, instruction.from, instruction.to) })
          break
        case 'assert':
          if (this.holds(instruction.what, text, at)) open.push({ pc: step.pc + 1, slots: step.slots })
          break
        default:
          threads.add(step.pc, step.slots)
      }
    }
  }

  private holds(what: 'start' | 'end' | 'word' | 'not-word', text: string, at: number): boolean {
    if (what === 'start') return at === 0 || (this.multiline && isLineEnd(text.charCodeAt(at - 1)))
    if (what === 'end') return at === text.length || (this.multiline && isLineEnd(text.charCodeAt(at)))
    const before = at > 0 && isWord(text.charCodeAt(at - 1))
    const after = at < text.length && isWord(text.charCodeAt(at))
    return (before !== after) === (what === 'word')
  }

  private spend(work: number): void {
    this.work += work
    if (this.work > MAX_WORK) throw new ExpressionError('expression.pattern-budget')
  }
}

function withSlot(slots: readonly (number | undefined)[], slot: number, at: number): readonly (number | undefined)[] {
  const copy = slots.slice()
  copy[slot] = at
  return copy
}

function withoutGroups(
  slots: readonly (number | undefined)[],
  from: number,
  to: number,
): readonly (number | undefined)[] {
  const copy = slots.slice()
  for (let slot = from * 2; slot <= to * 2 + 1 && slot < copy.length; slot++) copy[slot] = undefined
  return copy
}

/** The threads alive at one place of the text, each instruction at most once. */
class Threads {
  readonly slots: (readonly (number | undefined)[])[] = []
  count = 0
  private readonly pcs: Int32Array
  private readonly seen: Int32Array
  private round = 1

  constructor(size: number) {
    this.pcs = new Int32Array(size)
    this.seen = new Int32Array(size)
  }

  at(i: number): number {
    return this.pcs[i] ?? 0
  }

  enter(pc: number): boolean {
    if (this.seen[pc] === this.round) return false
    this.seen[pc] = this.round
    return true
  }

  add(pc: number, slots: readonly (number | undefined)[]): void {
    this.pcs[this.count] = pc
    this.slots[this.count] = slots
    this.count++
  }

  clear(): void {
    this.count = 0
    this.round++
  }
}

/** Throws an `ExpressionError` when the pattern is one that we do not run; used when an expression is compiled. */
export function checkPattern(pattern: RegExp): void {
  new LinearPattern(pattern)
}
