const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const

/** Bytes as people read them, with a decimal comma: `12,3 MB`. */
export function bytesText(bytes: number): string {
  const step = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(1, bytes)) / 10)))
  const value = bytes / 1024 ** step
  const digits = step === 0 || value >= 100 ? 0 : 1
  return `${value.toLocaleString('vi', { minimumFractionDigits: digits, maximumFractionDigits: digits })} ${UNITS[step]}`
}
