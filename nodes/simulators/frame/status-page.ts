import { faultNames } from '#shared/api/simulator-faults.ts'
import { fillText, type Language, type Text } from '#shared/text/text.ts'
import { FAULT_TITLES } from './faults.ts'
import type { RecordEntry } from './record.ts'
import { escapeMarkup, htmlReply, type Reply } from './reply.ts'
import type { SimulatorParts, SimulatorState } from './simulator.ts'

const LABELS = {
  note: {
    vi: 'Hệ thống giả lập để trình diễn và kiểm thử. Mọi người, số giấy tờ và doanh nghiệp đều do máy sinh ra.',
    en: 'A simulator for demonstrations and tests. All people, papers and enterprises are generated.',
  },
  counts: { vi: 'Số liệu', en: 'Counts' },
  calls: { vi: 'Lượt gọi', en: 'Calls' },
  traffic: { vi: 'Tự sinh dữ liệu: {rate}/phút, đã làm {done}', en: 'Own traffic: {rate} a minute, {done} done' },
  noTraffic: { vi: 'Không tự sinh dữ liệu', en: 'No traffic of its own' },
  faults: { vi: 'Lỗi đang gây ra', en: 'Faults in force' },
  noFaults: { vi: 'Không có: hệ thống trả lời bình thường', en: 'None: answers are as they should be' },
  times: { vi: 'còn {n} lần', en: '{n} more times' },
  recent: { vi: 'Thay đổi gần đây', en: 'Latest changes' },
  nothing: { vi: 'Chưa có lượt gọi nào làm thay đổi dữ liệu', en: 'No call has changed anything yet' },
  columns: {
    vi: 'Số|Thời gian (UTC)|Dịch vụ|Mã hồ sơ|Kết quả|Lỗi gây ra',
    en: 'No.|Time (UTC)|Service|Key|Outcome|Fault',
  },
  addresses: { vi: 'Địa chỉ', en: 'Addresses' },
  other: { vi: 'English', en: 'Tiếng Việt' },
} satisfies Record<string, Text>

/** The small page at `/`: what this simulator is, what it holds, which faults are on, what changed last. Holds no personal data. */
export function statusPage(
  parts: SimulatorParts,
  state: SimulatorState,
  recent: readonly RecordEntry[],
  language: Language,
): Reply {
  const say = (text: Text, params?: Readonly<Record<string, string | number>>): string =>
    escapeMarkup(fillText(text, params)[language])
  const numbers: readonly (readonly [string, number])[] = [
    [say(LABELS.calls), state.calls],
    ...Object.entries(state.counts).map(
      ([name, value]) => [titleOf(state.countTitles, name, language), value] as const,
    ),
  ]
  const counts = numbers.map(([title, value]) => `<tr><th scope="row">${title}</th><td>${value}</td></tr>`).join('')
  const faults = faultNames
    .flatMap((name) => {
      const fault = state.faults.faults[name]
      if (!fault) return []
      const left = fault.timesLeft === undefined ? '' : ` (${say(LABELS.times, { n: fault.timesLeft })})`
      return [`<li>${say(FAULT_TITLES[name])}: ${fault.value}${left}</li>`]
    })
    .join('')
  const rows = recent
    .map((entry) => [
      ...[entry.seq, entry.time, entry.operation, entry.key].map((cell) => escapeMarkup(String(cell))),
      titleOf(OUTCOMES, entry.outcome.split(':')[0] ?? '', language),
      entry.fault === undefined ? '' : titleOf(FAULT_TITLES, entry.fault, language),
    ])
    .map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`)
    .join('')
  const heads = LABELS.columns[language]
    .split('|')
    .map((head) => `<th scope="col">${escapeMarkup(head)}</th>`)
    .join('')
  const routes = parts.routes
    .map((route) => `<li><code>${route.method} ${escapeMarkup(route.path)}</code></li>`)
    .join('')
  const traffic = state.traffic.running
    ? say(LABELS.traffic, { rate: state.traffic.perMinute, done: state.traffic.done })
    : say(LABELS.noTraffic)
  return htmlReply(
    200,
    `<!DOCTYPE html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${say(parts.title)}</title><style>${STYLE}</style></head><body><main>
<p class="other"><a href="/?lang=${language === 'vi' ? 'en' : 'vi'}">${say(LABELS.other)}</a></p>
<h1>${say(parts.title)}</h1><p>${say(parts.summary)}</p><p class="note">${say(LABELS.note)}</p>
<h2>${say(LABELS.counts)}</h2><table>${counts}</table><p>${traffic}</p>
<h2>${say(LABELS.faults)}</h2>${faults === '' ? `<p>${say(LABELS.noFaults)}</p>` : `<ul>${faults}</ul>`}
<h2>${say(LABELS.recent)}</h2>${rows === '' ? `<p>${say(LABELS.nothing)}</p>` : `<table><tr>${heads}</tr>${rows}</table>`}
<h2>${say(LABELS.addresses)}</h2><ul>${routes}</ul>
</main></body></html>
`,
  )
}

/** A title as markup; a name without one is shown as it is. */
function titleOf(titles: Readonly<Record<string, Text>>, name: string, language: Language): string {
  const title = Object.hasOwn(titles, name) ? titles[name] : undefined
  return escapeMarkup(title?.[language] ?? name)
}

/** The outcomes in a record; what follows a colon is a detail. */
const OUTCOMES: Readonly<Record<string, Text>> = {
  inserted: { vi: 'Thêm mới', en: 'Inserted' },
  updated: { vi: 'Cập nhật', en: 'Updated' },
  'step-added': { vi: 'Thêm bước xử lý', en: 'Step added' },
  moved: { vi: 'Chuyển trạng thái', en: 'State changed' },
  sent: { vi: 'Đã gửi', en: 'Sent' },
  acknowledged: { vi: 'Bên nhận đã nhận', en: 'Acknowledged' },
  duplicate: { vi: 'Bên nhận báo đã tồn tại', en: 'Already there' },
  refused: { vi: 'Bị từ chối', en: 'Refused' },
  'no-answer': { vi: 'Không có trả lời', en: 'No answer' },
}

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;margin:0;background:#f7f8fa;color:#1c2430}
main{max-width:60rem;margin:0 auto;padding:1.5rem}h1{font-size:1.5rem;margin:.25rem 0}h2{font-size:1.1rem;margin:1.5rem 0 .5rem}
table{border-collapse:collapse;background:#fff;width:100%}th,td{border:1px solid #d5dae1;padding:.25rem .6rem;text-align:left}
.note{color:#4a5565}.other{text-align:right;margin:0}code{font-size:.95em}`
