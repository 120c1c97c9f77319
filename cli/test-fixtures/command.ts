import { redisShell } from '../src/commands/redis-shell.ts'
import { createContext, listenToSignals } from '../src/context.ts'
import { makeEngine } from '../src/engines/choose.ts'
import type { EngineName } from '../src/engines/engine.ts'
import type { Stack } from '../src/environments.ts'
import { asFailure, describeFailure, PassedExit } from '../src/failure.ts'
import { runInForeground, terminal } from '../src/foreground.ts'

// One verb of an engine on a stack, in a process of its own that a test can end in any way: as main.ts does it, for
// stacks that no environment of the checkout describes.
const {
  engine: name,
  stack,
  verb,
  words,
} = JSON.parse(process.argv[2] ?? '') as {
  engine: EngineName
  stack: Stack
  verb: 'start' | 'rebuild' | 'stop' | 'exec' | 'run' | 'redis'
  words: string[]
}
const context = createContext(listenToSignals(() => process.exit(130)))
const options = { progress: context.progress, signal: context.signal, deadlineSeconds: 60 }
try {
  const engine = await makeEngine(name, stack)
  const [service = '', ...command] = words
  if (verb === 'start' || verb === 'stop') await engine[verb](options)
  else if (verb === 'rebuild') await engine.rebuild(words, options)
  else if (verb === 'redis') await redisShell(stack, words, { engine: name }, context)
  else {
    const open =
      verb === 'exec'
        ? engine.exec(service, command, { terminal: terminal() })
        : engine.runOnce(service, command, { terminal: terminal() })
    await runInForeground(await open, context)
  }
} catch (error) {
  context.progress.end()
  if (!(error instanceof PassedExit)) console.error(describeFailure(asFailure(error)))
  process.exitCode = error instanceof PassedExit ? error.exitCode : asFailure(error).exitCode
}
