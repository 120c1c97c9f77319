import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { interrupted } from '../failure.ts'

/** Asks on the terminal, and reads a line of standard input where there is none. Never a word of a command line. */
export async function ask(question: string, signal: AbortSignal): Promise<string> {
  return readLine(question, process.stderr, signal)
}

/** The same without showing what is typed. */
export async function askSecret(question: string, signal: AbortSignal): Promise<string> {
  const isTerminal = process.stdin.isTTY
  if (isTerminal) process.stderr.write(question)
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const answer = await readLine('', silent, signal)
  if (isTerminal) process.stderr.write('\n')
  return answer
}

// Lines that came with one piece of input are kept for the next question: an interface of readline takes them all.
const waiting: string[] = []
let isOver = false

async function readLine(question: string, output: Writable, signal: AbortSignal): Promise<string> {
  if (process.stdin.isTTY) {
    const terminal = createInterface({ input: process.stdin, output, terminal: true })
    try {
      return await terminal.question(question, { signal: AbortSignal.any([signal, closed(terminal)]) })
    } catch (error) {
      if ((error as Error).name !== 'AbortError') throw error
      throw interrupted('the question was not answered')
    } finally {
      terminal.close()
    }
  }
  if (!isOver && waiting.length === 0) {
    const chunks: Buffer[] = []
    for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
    waiting.push(...Buffer.concat(chunks).toString('utf8').replace(/\n$/, '').split(/\r?\n/))
    isOver = true
  }
  return waiting.shift() ?? ''
}

/** Ctrl-C and Ctrl-D reach readline, not the process, while it holds the terminal. */
function closed(terminal: ReturnType<typeof createInterface>): AbortSignal {
  const controller = new AbortController()
  terminal.once('SIGINT', () => controller.abort())
  terminal.once('close', () => controller.abort())
  return controller.signal
}
