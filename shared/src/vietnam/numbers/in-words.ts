const DIGITS = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín']

/** The word for an empty place of tens: "một trăm linh năm" in the north, "một trăm lẻ năm" in the south. */
export type ZeroWord = 'linh' | 'lẻ'

/** The largest number that is put into words: một tỷ tỷ. */
export const MOST_IN_WORDS = 10n ** 18n

const BILLION = 1_000_000_000n

const digit = (value: number): string => DIGITS[value] ?? ''

/** An integer in Vietnamese words (mười lăm, hai mươi mốt, hai mươi tư, một tỷ không trăm linh năm); its size is the caller's affair. */
export function integerInWords(value: number | bigint, zero: ZeroWord = 'linh'): string {
  const whole = BigInt(value)
  if (whole < 0n) return `âm ${integerInWords(-whole, zero)}`
  return whole === 0n ? digit(0) : wordsOf(whole, false, zero).join(' ')
}

/** `full`: something stands before, so empty hundreds are spoken. */
function wordsOf(value: bigint, full: boolean, zero: ZeroWord): readonly string[] {
  if (value === 0n) return []
  if (value >= BILLION) return [...wordsOf(value / BILLION, full, zero), 'tỷ', ...wordsOf(value % BILLION, true, zero)]
  const words: string[] = []
  let spoken = full
  for (const [size, name] of [
    [1_000_000, 'triệu'],
    [1000, 'nghìn'],
    [1, ''],
  ] as const) {
    const group = Math.floor(Number(value) / size) % 1000
    if (group === 0) continue
    words.push(belowThousand(group, spoken, zero))
    if (name !== '') words.push(name)
    spoken = true
  }
  return words
}

function belowThousand(value: number, full: boolean, zero: ZeroWord): string {
  const hundreds = Math.floor(value / 100)
  const rest = value % 100
  if (hundreds === 0 && !full) return belowHundred(rest)
  const words = `${digit(hundreds)} trăm`
  if (rest === 0) return words
  return rest < 10 ? `${words} ${zero} ${digit(rest)}` : `${words} ${belowHundred(rest)}`
}

function belowHundred(value: number): string {
  const tens = Math.floor(value / 10)
  const ones = value % 10
  if (tens === 0) return digit(ones)
  const head = tens === 1 ? 'mười' : `${digit(tens)} mươi`
  if (ones === 0) return head
  if (ones === 5) return `${head} lăm`
  if (ones === 1 && tens > 1) return `${head} mốt`
  return ones === 4 && tens > 1 ? `${head} tư` : `${head} ${digit(ones)}`
}
