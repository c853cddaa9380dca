import type { Text } from '#shared/text/text.ts'
import { type Catalogue, definitionOf, isRecord } from './catalogue.ts'
import type { Fragment } from './fragment.ts'
import { MAX_PASTED } from './fragment.ts'

/** Why pasted text gives no nodes, and what to do instead. */
export function pasteRefusal(text: string): Text {
  if (text.trim() === '')
    return {
      vi: 'Không có gì để dán. Hãy chọn nút, bấm Ctrl+C rồi dán lại.',
      en: 'There is nothing to paste. Select nodes, press Ctrl+C and paste again.',
    }
  if (text.length > MAX_PASTED)
    return {
      vi: `Nội dung dán quá lớn (hơn ${MAX_PASTED / 1_000_000} MB) nên không đưa vào bản vẽ. Nếu là gói luồng, hãy dùng "Nhập" ở danh sách luồng.`,
      en: `What was pasted is too large (over ${MAX_PASTED / 1_000_000} MB) for the canvas. If it is a bundle of flows, use "Import" in the list of flows.`,
    }
  const value = read(text)
  if (isRecord(value) && isRecord(value.nodes) && value.lienthong !== 'nodes' && typeof value.title === 'string')
    return {
      vi: 'Đây là cả một luồng chứ không phải vài nút. Hãy dùng "Nhập" ở danh sách luồng, hoặc mở luồng đó, chọn nút rồi bấm Ctrl+C.',
      en: 'This is a whole flow and not a few nodes. Use "Import" in the list of flows, or open that flow, select nodes and press Ctrl+C.',
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
