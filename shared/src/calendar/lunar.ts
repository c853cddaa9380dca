/**
 * Vietnamese lunar calendar (âm lịch, UTC+7) after Hồ Ngọc Đức's published algorithm, which follows Meeus' Astronomical Algorithms:
 * months begin on the day of the new moon, the month with the winter solstice is the 11th, and a month without a principal solar term
 * is a leap month.
 */

/** Julian day number of 1970-01-01. */
const EPOCH_JDN = 2_440_588
const SYNODIC_MONTH = 29.530588853
const OFFSET_DAYS = 7 / 24
const RADIAN = Math.PI / 180

/** The day number (0 = 1970-01-01) of a day of the lunar calendar; leap months are never meant. Good for 1900–2199. */
export function lunarDay(year: number, month: number, day: number): number {
  const before = month < 11
  const start = winterMonth(before ? year - 1 : year)
  const end = winterMonth(before ? year : year + 1)
  let offset = month - 11
  if (offset < 0) offset += 12
  if (end - start > 365 && offset >= leapOffset(start)) offset += 1
  const k = Math.floor(0.5 + (start - 2_415_021.076998695) / SYNODIC_MONTH)
  return newMoonDay(k + offset) + day - 1 - EPOCH_JDN
}

/** Julian day number in Vietnam of the k-th new moon after 1900-01-01. */
function newMoonDay(k: number): number {
  return Math.floor(newMoon(k) + 0.5 + OFFSET_DAYS)
}

function newMoon(k: number): number {
  const t = k / 1236.85
  const t2 = t * t
  const t3 = t2 * t
  const mean =
    2_415_020.75933 +
    29.53058868 * k +
    0.0001178 * t2 -
    0.000000155 * t3 +
    0.00033 * Math.sin((166.56 + 132.87 * t - 0.009173 * t2) * RADIAN)
  const sun = (359.2242 + 29.10535608 * k - 0.0000333 * t2 - 0.00000347 * t3) * RADIAN
  const moon = (306.0253 + 385.81691806 * k + 0.0107306 * t2 + 0.00001236 * t3) * RADIAN
  const node = (21.2964 + 390.67050646 * k - 0.0016528 * t2 - 0.00000239 * t3) * RADIAN
  const correction =
    (0.1734 - 0.000393 * t) * Math.sin(sun) +
    0.0021 * Math.sin(2 * sun) -
    0.4068 * Math.sin(moon) +
    0.0161 * Math.sin(2 * moon) -
    0.0004 * Math.sin(3 * moon) +
    0.0104 * Math.sin(2 * node) -
    0.0051 * Math.sin(sun + moon) -
    0.0074 * Math.sin(sun - moon) +
    0.0004 * Math.sin(2 * node + sun) -
    0.0004 * Math.sin(2 * node - sun) -
    0.0006 * Math.sin(2 * node + moon) +
    0.001 * Math.sin(2 * node - moon) +
    0.0005 * Math.sin(2 * moon + sun)
  const delta =
    t < -11
      ? 0.001 + 0.000839 * t + 0.0002261 * t2 - 0.00000845 * t3 - 0.000000081 * t * t3
      : -0.000278 + 0.000265 * t + 0.000262 * t2
  return mean + correction - delta
}

/** Which twelfth of the sun's way (0 = spring equinox) a Julian day begins in, seen from Vietnam. */
function solarTerm(jdn: number): number {
  const t = (jdn - 0.5 - OFFSET_DAYS - 2_451_545) / 36_525
  const t2 = t * t
  const anomaly = (357.5291 + 35_999.0503 * t - 0.0001559 * t2 - 0.00000048 * t * t2) * RADIAN
  const centre =
    (1.9146 - 0.004817 * t - 0.000014 * t2) * Math.sin(anomaly) +
    (0.019993 - 0.000101 * t) * Math.sin(2 * anomaly) +
    0.00029 * Math.sin(3 * anomaly)
  const longitude = (280.46645 + 36_000.76983 * t + 0.0003032 * t2 + centre) / 360
  return Math.floor((longitude - Math.floor(longitude)) * 12)
}

/** First day (Julian) of the lunar month that holds the winter solstice of a year. */
function winterMonth(year: number): number {
  const lastDay = Date.UTC(year, 11, 31) / 86_400_000 + EPOCH_JDN
  const k = Math.floor((lastDay - 2_415_021) / SYNODIC_MONTH)
  const start = newMoonDay(k)
  return solarTerm(start) >= 9 ? newMoonDay(k - 1) : start
}

/** How many months after the 11th the leap month stands, in a year that has one. */
function leapOffset(start: number): number {
  const k = Math.floor((start - 2_415_021.076998695) / SYNODIC_MONTH + 0.5)
  let last = -1
  let i = 1
  let term = solarTerm(newMoonDay(k + i))
  while (term !== last && i < 14) {
    last = term
    i += 1
    term = solarTerm(newMoonDay(k + i))
  }
  return i - 1
}
