import { expect, test } from 'vitest'
import { reloadAfterUpgrade } from './reload-after-upgrade.ts'

function open(storage: Pick<Storage, 'getItem' | 'setItem'>) {
  const page = new EventTarget()
  const clock = { ms: 1_000_000 }
  let reloads = 0
  reloadAfterUpgrade({ page, storage, now: () => clock.ms, reload: () => reloads++ })
  const miss = () => {
    const event = new Event('vite:preloadError', { cancelable: true })
    page.dispatchEvent(event)
    return { reloads, handled: event.defaultPrevented }
  }
  return { clock, miss }
}

const inMemory = () => {
  const kept = new Map<string, string>()
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  }
}

test('a part that went with an upgrade loads the page anew, once', () => {
  const { clock, miss } = open(inMemory())
  expect(miss()).toEqual({ reloads: 1, handled: true })
  clock.ms += 5000
  expect(miss()).toEqual({ reloads: 1, handled: false })
})

test('the next upgrade loads it anew again', () => {
  const { clock, miss } = open(inMemory())
  miss()
  clock.ms += 3_600_000
  expect(miss()).toEqual({ reloads: 2, handled: true })
})

test('where the browser keeps nothing the page never reloads by itself, so it cannot turn in circles', () => {
  const refuse = () => {
    throw new Error('storage is off')
  }
  const { miss } = open({ getItem: refuse, setItem: refuse })
  expect(miss()).toEqual({ reloads: 0, handled: false })
})
