import type { Text } from '../text/text.ts'
import type { RetryPolicy } from './flow.ts'

/** A policy that every flow may name. */
export interface NamedRetryPolicy extends RetryPolicy {
  readonly title: Text
}

/** Built-in timetables of tries, by the name that `onError.retry` uses. */
export const retryPolicies: Readonly<Record<string, NamedRetryPolicy>> = {
  'mang-cham': {
    title: {
      vi: 'Mạng chậm: 5 lần, giãn dần từ 2 giây đến 5 phút',
      en: 'Slow network: 5 tries, from 2 seconds up to 5 minutes apart',
    },
    times: 5,
    first: 'PT2S',
    factor: 4,
    max: 'PT5M',
    jitter: 0.2,
  },
  nhanh: {
    title: { vi: 'Nhanh: 3 lần trong vài giây', en: 'Quick: 3 tries within seconds' },
    times: 3,
    first: 'PT0.2S',
    factor: 3,
    max: 'PT2S',
    jitter: 0.2,
  },
  'ben-bi': {
    title: { vi: 'Bền bỉ: 20 lần trong khoảng một ngày', en: 'Persistent: 20 tries over about a day' },
    times: 20,
    first: 'PT5S',
    factor: 2,
    max: 'PT2H',
    jitter: 0.2,
  },
  khong: {
    title: { vi: 'Không thử lại', en: 'No second try' },
    times: 0,
    first: 'PT1S',
    factor: 1,
    max: 'PT1S',
    jitter: 0,
  },
}

/** The policy of an effect node that names none. */
export const DEFAULT_RETRY = 'mang-cham'
