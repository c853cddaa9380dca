import type { Text } from '#shared/text/text.ts'
import { bundles as en } from '../i18n/en/bundles.ts'
import { bundles as vi } from '../i18n/vi/bundles.ts'
import { type Catalogue, definitionOf, isRecord } from './catalogue.ts'
import type { Fragment } from './fragment.ts'
import { MAX_PASTED } from './fragment.ts'

/** Where bundles are taken in, by the names that stand on the screen. */
const IMPORT: Text = { vi: `"${vi.menu}" → "${vi.import.action}"`, en: `"${en.menu}" → "${en.import.action}"` }
const EXPORT: Text = { vi: `"${vi.menu}" → "${vi.export.action}"`, en: `"${en.menu}" → "${en.export.action}"` }

/** Why pasted text gives no nodes, and what to do instead. */
export function pasteRefusal(text: string): Text {
  if (text.trim() === '')
    return {
      vi: 'Không có gì để dán. Hãy chọn nút, bấm Ctrl+C rồi dán lại.',
      en: 'There is nothing to paste. Select nodes, press Ctrl+C and paste again.',
    }
  if (text.length > MAX_PASTED)
    return {
      vi: `Nội dung dán quá lớn (hơn ${MAX_PASTED / 1_000_000} MB) nên không đưa vào bản vẽ. Nếu là gói luồng, hãy vào danh sách luồng, chọn ${IMPORT.vi} rồi chọn tệp .flowpack.`,
      en: `What was pasted is too large (over ${MAX_PASTED / 1_000_000} MB) for the canvas. If it is a bundle of flows, go to the list of flows, choose ${IMPORT.en} and pick the .flowpack file.`,
    }
  const value = read(text)
  if (isRecord(value) && isRecord(value.nodes) && value.lienthong !== 'nodes' && typeof value.title === 'string')
    return {
      vi: `Đây là cả một luồng chứ không phải vài nút. Hãy mở luồng đó trong trình soạn, bấm Ctrl+A, Ctrl+C rồi dán vào đây. Nếu luồng ở hệ thống Liên Thông khác: ở đó chọn ${EXPORT.vi}, ở đây vào danh sách luồng chọn ${IMPORT.vi}.`,
      en: `This is a whole flow and not a few nodes. Open that flow in the editor, press Ctrl+A, Ctrl+C and paste here. If it is on another installation of Liên Thông: there choose ${EXPORT.en}, here go to the list of flows and choose ${IMPORT.en}.`,
    }
  if (isRecord(value) && value.lienthong === 'nodes')
    return {
      vi: 'Các nút được dán bị hỏng hoặc đến từ phiên bản Liên Thông mới hơn. Hãy sao chép lại từ luồng gốc.',
      en: 'The pasted nodes are damaged or come from a newer release of Liên Thông. Copy them again from their flow.',
    }
  return {
    vi: 'Nội dung dán không phải là các nút của Liên Thông. Hãy chọn nút, bấm Ctrl+C rồi dán lại.',
    en: 'What was pasted is not a piece of a flow. Select nodes, press Ctrl+C and paste again.',
  }
}

/** What a piece from another installation names that this one does not have; undefined when its node types are all here. */
export function strangeTypes({ nodes }: Fragment, catalogue: Catalogue): Text | undefined {
  const uses = new Set(Object.values(nodes).flatMap((node) => (definitionOf(catalogue, node) ? [] : [node.use])))
  if (uses.size === 0) return undefined
  const list = [...uses].slice(0, 5).join(', ')
  return {
    vi: `Đã dán, nhưng máy chủ này chưa cài loại nút: ${list}. Các nút đó giữ nguyên cấu hình và chưa chạy được.`,
    en: `Pasted, but this server does not have the node types: ${list}. Those nodes keep their settings and cannot run yet.`,
  }
}

function read(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
