import type { JudgedReply } from '#nodes/replies/reply.ts'
import type { Evidence } from './evidence.ts'
import { fieldsOf, type Question } from './items.ts'
import type { PortalCall } from './portal.ts'

/** The services that send questions of the agency, or answers to citizens. */
export const QUESTION_SERVICES: ReadonlySet<string> = new Set(['DongBoHoiDap', 'DongBoKetQuaHoiDapGuiTuDVCQG'])

/** More questions than this are not looked up one by one to settle a doubt. */
const MOST_LOOKUPS = 100

/**
 * Whether questions or answers that may have been sent are at the portal. Answers are asked for by their question; questions of the agency are
 * looked for in its list, which may show new ones late, so there nobody knows when one is not in it.
 */
export async function questionEvidence(
  service: string,
  sent: readonly Question[],
  call: (call: PortalCall) => Promise<JudgedReply>,
): Promise<Evidence> {
  if (sent.length > MOST_LOOKUPS) return 'unknown'
  if (service === 'DongBoHoiDap') {
    const listed = await listOf({ service: 'LayDanhSachHoiDapBoCoQuan', kind: 'read', fields: {} }, call)
    const there = (one: Question) => listed?.some((it) => same(one, it, 'HOIDAPID') && same(one, it, 'NOIDUNG'))
    return sent.every((one) => there(one) === true) ? 'there' : 'unknown'
  }
  const found: Evidence[] = []
  for (const one of sent) {
    const fields = { cauhoiid: one.HOIDAPID }
    const answers = await listOf({ service: 'LayNoiDungTraLoiTheoCauHoi', kind: 'read', fields }, call)
    if (!answers) return 'unknown'
    found.push(answers.some((it) => same(one, it, 'NOIDUNGTRALOI')) ? 'there' : 'missing')
  }
  if (found.every((one) => one === 'there')) return 'there'
  return found.every((one) => one === 'missing') ? 'missing' : 'unknown'
}

async function listOf(
  asked: PortalCall,
  call: (call: PortalCall) => Promise<JudgedReply>,
): Promise<readonly Readonly<Record<string, unknown>>[] | undefined> {
  const { verdict, reply } = await call(asked)
  return verdict === 'ok' && Array.isArray(reply.result) ? reply.result.map(fieldsOf) : undefined
}

function same(sent: Question, found: Readonly<Record<string, unknown>>, name: string): boolean {
  return sent[name] !== undefined && String(sent[name]).normalize('NFC') === String(found[name]).normalize('NFC')
}
