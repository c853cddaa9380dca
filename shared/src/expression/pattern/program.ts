import { ExpressionError } from '../errors.ts'
import type { PatternNode, UnitTest } from './tree.ts'

const MAX_PROGRAM = 5_000

/** One instruction; `split` tries `first` before `second`. */
export type Instruction =
  | { readonly op: 'unit'; readonly test: UnitTest }
  | { op: 'split'; first: number; second: number }
  | { op: 'jump'; to: number }
  | { readonly op: 'save'; readonly slot: number }
  | { readonly op: 'clear'; readonly from: number; readonly to: number }
  | { readonly op: 'assert'; readonly what: 'start' | 'end' | 'word' | 'not-word' }
  | { readonly op: 'match' }

/** Turns a tree into a program; counted repetitions are written out, so its size is bounded and checked. */
export function programOf(root: PatternNode): readonly Instruction[] {
  const program: Instruction[] = []
  emit(root, program)
  program.push({ op: 'match' })
  return program
}

function emit(node: PatternNode, program: Instruction[]): void {
  if (program.length > MAX_PROGRAM) throw new ExpressionError('expression.pattern-too-large')
  switch (node.kind) {
    case 'empty':
      return
    case 'unit':
      program.push({ op: 'unit', test: node.test })
      return
    case 'assert':
      program.push({ op: 'assert', what: node.what })
      return
    case 'sequence':
      for (const part of node.parts) emit(part, program)
      return
    case 'group':
      program.push({ op: 'save', slot: node.index * 2 })
      emit(node.body, program)
      program.push({ op: 'save', slot: node.index * 2 + 1 })
      return
    case 'choice':
      emitChoice(node.branches, program)
      return
    case 'repeat':
      emitRepeat(node, program)
  }
}

function emitChoice(branches: readonly PatternNode[], program: Instruction[]): void {
  const jumps: { op: 'jump'; to: number }[] = []
  branches.forEach((branch, i) => {
    if (i === branches.length - 1) {
      emit(branch, program)
      return
    }
    const split = { op: 'split' as const, first: program.length + 1, second: 0 }
    program.push(split)
    emit(branch, program)
    const jump = { op: 'jump' as const, to: 0 }
    program.push(jump)
    jumps.push(jump)
    split.second = program.length
  })
  for (const jump of jumps) jump.to = program.length
}

function emitRepeat(node: PatternNode & { kind: 'repeat' }, program: Instruction[]): void {
  const round = (): void => {
    if (node.lastGroup >= node.firstGroup) program.push({ op: 'clear', from: node.firstGroup, to: node.lastGroup })
    emit(node.body, program)
  }
  const fork = (): { into(): void; past(): void } => {
    const split = { op: 'split' as const, first: 0, second: 0 }
    program.push(split)
    const set = (greedySide: boolean, to: number): void => {
      if (greedySide !== node.lazy) split.first = to
      else split.second = to
    }
    return { into: () => set(true, program.length), past: () => set(false, program.length) }
  }
  for (let i = 0; i < node.min; i++) round()
  if (node.max === Infinity) {
    const head = program.length
    const branch = fork()
    branch.into()
    round()
    program.push({ op: 'jump', to: head })
    branch.past()
    return
  }
  const branches: { past(): void }[] = []
  for (let i = node.min; i < node.max; i++) {
    const branch = fork()
    branch.into()
    round()
    branches.push(branch)
  }
  for (const branch of branches) branch.past()
}
