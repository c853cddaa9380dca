const DIGITS = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín']

const digit = (value: number): string => DIGITS[value] ?? ''

/** An integer from 0 to 9999 in Vietnamese words (mười lăm, hai mươi mốt, hai mươi tư, không trăm linh năm). */
export function numberInWords(value: number): string {
  const thousands = Math.floor(value / 1000)
  const rest = value % 1000
  if (thousands === 0) return belowThousand(rest, false)
  return rest === 0 ? `${digit(thousands)} nghìn` : `${digit(thousands)} nghìn ${belowThousand(rest, true)}`
}

function belowThousand(value: number, full: boolean): string {
  const hundreds = Math.floor(value / 100)
  const rest = value % 100
  if (hundreds === 0 && !full) return belowHundred(rest)
  const words = `${digit(hundreds)} trăm`
  if (rest === 0) return words
  return rest < 10 ? `${words} linh ${digit(rest)}` : `${words} ${belowHundred(rest)}`
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
