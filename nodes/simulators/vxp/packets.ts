import { writePacket } from '#nodes/edxml/build.ts'
import { readPacket } from '#nodes/edxml/parse.ts'

/** The agency that our side is at the simulated axis. */
export const US = '000.00.00.H22'
/** The agency that the axis plays itself. */
export const OTHER = 'G22'

const MOST_BYTES = 20 * 1024 * 1024

/** A document of the other agency to us. `bussiness`: 0 new, 1 recall. */
export function documentOf(number: string, bussiness: '0' | '1', day = '2026-01-05'): string {
  return writePacket(
    {
      MessageHeader: {
        From: { OrganId: OTHER, OrganName: 'Cơ quan khác (giả lập)' },
        To: [{ OrganId: US }],
        Code: { CodeNumber: number, CodeNotation: 'VPCP-KSTT' },
        PromulgationInfo: { Place: 'Hà Nội', PromulgationDate: day },
        Subject: `V/v thử liên thông văn bản số ${number}`,
        OtherInfo: { Priority: '0' },
      },
      Attachments: [
        {
          AttachmentName: 'cong-van.zip',
          Files: [{ Name: 'Công văn.txt', Base64: Buffer.from('Văn bản thử').toString('base64') }],
        },
      ],
    },
    { kind: 'document', bussiness, maxBytes: MOST_BYTES },
  )
}

/** A plain document, one with stray characters in front, and its recall. */
export function samples(): readonly string[] {
  return [documentOf('101', '0'), `ï»¿ ${documentOf('102', '0')}`, documentOf('101', '1')]
}

/** What the other agency answers to a document of ours: received, or the recall agreed to; undefined for what is no document. */
export function statusFor(packet: string, from: string, at: Date): string | undefined {
  try {
    const read = readPacket(packet, MOST_BYTES)
    if (read.kind === 'status') return undefined
    const { DocumentId } = read.packet.MessageHeader
    const recall = read.kind === 'recall'
    return writePacket(
      {
        MessageHeader: {
          From: { OrganId: from },
          ResponseFor: [{ OrganId: US, DocumentId }],
          StatusCode: recall ? '15' : '03',
          Description: recall ? 'Đồng ý thu hồi' : 'Văn thư đã tiếp nhận',
          Timestamp: at.toISOString(),
        },
      },
      { kind: 'status', maxBytes: MOST_BYTES },
    )
  } catch {
    return undefined
  }
}
