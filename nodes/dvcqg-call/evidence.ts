import type { Item } from './items.ts'

/** What the portal's record says about an item that may have been sent. */
export type Evidence = 'there' | 'missing' | 'unknown'

/** The step fields that tell one progress step from another. */
const STEP_IDENTITY = ['ThoiDiemXuLy', 'TrangThai', 'NoiDungXuLy', 'NguoiXuLy']

/**
 * Compares a dossier that we would send with what `TraCuuHoSo` shows of it. Every plain field that both have must agree, among them its
 * state; anything else counts as missing, since sending a dossier again does no harm.
 */
export function dossierEvidence(sent: Item, found: Readonly<Record<string, unknown>> | undefined): Evidence {
  if (!found || !Object.hasOwn(found, 'TrangThaiHoSo')) return 'missing'
  const shared = Object.keys(sent).filter((name) => isPlain(sent[name]) && Object.hasOwn(found, name))
  return shared.every((name) => String(sent[name]) === String(found[name])) ? 'there' : 'missing'
}

/** Looks for a progress step among those that the portal lists; when it lists none at all nobody knows. */
export function stepEvidence(sent: Item, found: Readonly<Record<string, unknown>> | undefined): Evidence {
  if (!found) return 'missing'
  const steps: unknown = Object.hasOwn(found, 'DanhSachTienDo') ? found.DanhSachTienDo : undefined
  if (!Array.isArray(steps)) return 'unknown'
  const same = (step: unknown): boolean =>
    typeof step === 'object' &&
    step !== null &&
    STEP_IDENTITY.every((name) => String(sent[name]) === String(Reflect.get(step, name)))
  return steps.some(same) ? 'there' : 'missing'
}

function isPlain(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}
