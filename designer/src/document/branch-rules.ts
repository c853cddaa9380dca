import type { Flow } from '#shared/flow/flow.ts'
import { reachable } from '#shared/flow/graph.ts'
import { type Branch, branchPorts, UNDO_OUT } from './branches.ts'
import { type Catalogue, takesInput, titleOfNode } from './catalogue.ts'
import { nodeOf } from './document.ts'
import { OK, refused, upstreamWithoutDelay, type Verdict } from './verdict.ts'

/** Judges where a branch of a node may lead; what is the same for every target is looked up once. */
export function createBranchJudge(
  flow: Flow,
  catalogue: Catalogue,
  from: string,
  branch: Branch,
): (to: string) => Verdict {
  return branch === 'undo' ? undoJudge(flow, catalogue, from) : errorJudge(flow, catalogue, from)
}

/** The beginning of a compensation branch: a node apart from the main path, which no trigger leads to; the step itself acts outside. */
function undoJudge(flow: Flow, catalogue: Catalogue, from: string): (to: string) => Verdict {
  const source = nodeOf(flow, from)
  if (!source || !branchPorts(catalogue, source).includes(UNDO_OUT)) {
    const none = refused(
      'Bước này không làm gì ở bên ngoài nên không cần bù trừ',
      'This step does nothing outside, so there is nothing to undo',
    )
    return () => none
  }
  const undoing = Object.values(flow.nodes).flatMap((node) => node.compensate ?? [])
  if (reachable(flow, undoing, (wire) => wire.kind !== 'undo').has(from)) {
    const nested = refused(
      'Bước này nằm trong một nhánh bù trừ nên không có nhánh bù trừ riêng',
      'This step lies in a compensation branch and has none of its own',
    )
    return () => nested
  }
  const triggers = Object.entries(flow.nodes).flatMap(([id, node]) => (takesInput(catalogue, node) ? [] : [id]))
  const main = reachable(flow, [...triggers, from], (wire) => wire.kind !== 'undo')
  return (to) => {
    const target = nodeOf(flow, to)
    const name = titleOfNode(catalogue, flow, to)
    if (!target) return refused('Bước bù trừ không còn nữa', 'The compensating step no longer exists')
    if (!takesInput(catalogue, target))
      return refused(
        `"${name.vi}" là nút khởi phát nên không bù trừ được`,
        `"${name.en}" is a trigger and cannot undo anything`,
      )
    if (source.compensate === to)
      return refused(`Bước này đã được bù trừ bằng "${name.vi}"`, `This step is undone by "${name.en}" already`)
    if (main.has(to))
      return refused(
        `"${name.vi}" nằm trên đường chính của luồng nên không bù trừ được`,
        `"${name.en}" lies on the main path and cannot undo anything`,
      )
    return OK
  }
}

/** The target of an error branch (`onError.then`): triggers take none, and it counts as a wire where loops are concerned. */
function errorJudge(flow: Flow, catalogue: Catalogue, from: string): (to: string) => Verdict {
  const before = upstreamWithoutDelay(flow, catalogue, from)
  const now = nodeOf(flow, from)?.onError?.then
  return (to) => {
    const target = nodeOf(flow, to)
    const name = titleOfNode(catalogue, flow, to)
    if (!target) return refused('Nút nhận lỗi không còn nữa', 'The node that takes the errors no longer exists')
    if (!takesInput(catalogue, target))
      return refused(
        `"${name.vi}" là nút khởi phát nên không nhận dây nối vào`,
        `"${name.en}" is a trigger and takes no wire`,
      )
    if (now === to) return refused(`Lỗi đã được chuyển tới "${name.vi}"`, `Errors go to "${name.en}" already`)
    if (before.has(to))
      return refused(
        'Nhánh lỗi này tạo vòng lặp không có nút chờ',
        'This error branch would make a loop without a delay',
      )
    return OK
  }
}
