import type { FlowSettings } from '#shared/flow/flow.ts'
import type { Command } from '../command.ts'
import { sameValue } from '../settings-path.ts'

/** Changes the flow itself: title, summary or settings (keys, order, longest wait, retry timetables). Absent parts stay. */
export function changeFlow(input: {
  readonly title?: string
  readonly summary?: string
  readonly settings?: FlowSettings
}): Command {
  const parts = Object.keys(input)
  return {
    coalesce: `flow:${parts.join(',')}`,
    execute({ flow }) {
      const title = input.title?.normalize('NFC').trim().slice(0, 200)
      const summary = input.summary?.normalize('NFC').slice(0, 2000)
      const settings = input.settings && withoutEmptyParts(input.settings)
      return {
        label:
          title !== undefined && title !== flow.title
            ? { vi: `Đổi tên luồng thành "${title}"`, en: `Rename the flow to "${title}"` }
            : { vi: 'Sửa cấu hình luồng', en: 'Change settings of the flow' },
        change: {
          ...(title && title !== flow.title ? { title } : {}),
          ...(summary !== undefined && summary !== (flow.summary ?? '') ? { summary: summary || null } : {}),
          ...(settings && !sameValue(settings, flow.settings ?? {})
            ? { settings: Object.keys(settings).length > 0 ? settings : null }
            : {}),
        },
      }
    },
  }
}

function withoutEmptyParts(settings: FlowSettings): FlowSettings {
  const empty = (value: unknown): boolean =>
    value === undefined ||
    value === '' ||
    (typeof value === 'object' && value !== null && Object.keys(value).length === 0)
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => !empty(value)))
}
