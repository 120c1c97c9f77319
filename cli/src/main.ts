import { CommanderError } from 'commander'
import { createContext, listenToSignals } from './context.ts'
import { asFailure, describeFailure, exitCodes, Failure, PassedExit } from './failure.ts'
import { createProgram } from './program.ts'

// The only place that ends the process. What a command throws becomes one message and one exit code here.
const signals = listenToSignals(() => process.exit(exitCodes.interrupted))
// The reader of a pipe (head, less, a killed tee) may go at any time: that is its right, and no fault to report. What the
// command has begun is ended in order, as on Ctrl-C, and what it still says is said to nobody.
let isReaderGone = false
// A full disk behind `> FILE` is one: nothing that is said afterwards changes that.
let isOutputLost = false
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') isReaderGone = true
    else if (!isOutputLost) {
      isOutputLost = true
      process.exitCode = report(asFailure(error))
    }
    signals.interrupt()
  })
}

const context = createContext(signals)
try {
  await (await createProgram(context, process.argv.slice(2))).parseAsync()
  if (!isOutputLost) process.exitCode = signals.signal.aborted && !isReaderGone ? exitCodes.interrupted : exitCodes.done
} catch (error) {
  context.progress.end()
  // Of a lost output it was told, or will be at the next turn: the writer hears of it first.
  const isTold = isOutputLost || isOutputFault(error)
  if (!isTold) process.exitCode = report(error)
}

function isOutputFault(error: unknown): boolean {
  return error === process.stdout.errored || error === process.stderr.errored
}

function report(error: unknown): number {
  if (error instanceof PassedExit) return error.exitCode
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return exitCodes.done
    return report(usageOf(error))
  }
  const failure =
    signals.signal.aborted && !(error instanceof Failure)
      ? new Failure('Interrupted', { exitCode: exitCodes.interrupted })
      : asFailure(error)
  const { message, reason, suggestion, details, exitCode } = failure
  if (isReaderGone && exitCode === exitCodes.interrupted) return exitCodes.done
  if (process.argv.includes('--json'))
    console.error(JSON.stringify({ error: { message, reason, suggestion, details } }))
  else console.error(describeFailure(failure))
  if (process.env.ICHRISBIRCH_DEBUG) console.error(failure.cause ?? failure)
  return exitCode
}

/** commander's own words, "error: unknown command 'devv'\n(Did you mean dev?)", in the form of all our messages. */
function usageOf(error: CommanderError): Failure {
  if (error.code === 'commander.help') {
    return new Failure('A command is missing', {
      suggestion: 'see the list: ./cli/ichrisbirch --help',
      exitCode: exitCodes.usage,
    })
  }
  const [first = '', guess] = error.message.replace(/^error: /, '').split('\n')
  const suggestion = guess
    ? `${guess.replace(/[()]/g, '')} The list: ./cli/ichrisbirch --help`
    : './cli/ichrisbirch --help lists the commands'
  return new Failure(first, { suggestion, exitCode: exitCodes.usage })
}
