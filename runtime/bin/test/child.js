// Runs the programs of `npm test`, each in a process group of its own, so that nothing outlives the test run.
import { spawn } from 'node:child_process'
import { root } from '../install.js'

const running = new Set()
const posix = process.platform !== 'win32'

/**
 * Runs a program in the project's folder. `quiet` keeps its output (answered as `output`), otherwise it goes to standard error;
 * `lines` is given every line of its standard output as well. After `minutes` it is killed and `code` is 1.
 */
export function runChild(command, args, { env = {}, quiet = false, lines, minutes = 10 } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      detached: posix,
      stdio: ['ignore', quiet || lines ? 'pipe' : process.stderr, quiet ? 'pipe' : process.stderr],
    })
    running.add(child)
    const kept = []
    let rest = ''
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8')
    child.stdout?.on('data', (text) => {
      if (quiet) kept.push(text)
      else process.stderr.write(text)
      const parts = (rest + text).split('\n')
      rest = parts.pop() ?? ''
      for (const line of parts) lines?.(line)
    })
    child.stderr?.on('data', (text) => kept.push(text))
    const limit = setTimeout(() => {
      kept.push(`\n${command} ${args.join(' ')}: stopped after ${minutes} minutes\n`)
      signalGroup(child, 'SIGKILL')
    }, minutes * 60_000)
    child.on('error', (error) => done(1, String(error)))
    child.on('close', (code, signal) => done(signal ? 1 : (code ?? 1), signal ? `ended by ${signal}\n` : ''))
    function done(code, more) {
      clearTimeout(limit)
      // What the program started and left behind ends with it.
      signalGroup(child, 'SIGKILL')
      running.delete(child)
      if (rest) lines?.(rest)
      resolve({ code, output: kept.join('') + more })
    }
  })
}

/** Asks everything that runs to stop, and kills it five seconds later. */
export function stopChildren() {
  for (const child of running) {
    signalGroup(child, 'SIGTERM')
    setTimeout(() => signalGroup(child, 'SIGKILL'), 5000).unref()
  }
}

function signalGroup(child, signal) {
  if (child.pid === undefined) return
  try {
    if (posix) process.kill(-child.pid, signal)
    else child.kill(signal)
  } catch {
    // Nothing of the group is left.
  }
}
