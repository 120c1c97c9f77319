import assert from 'node:assert/strict'
import { mock, suite, test } from 'node:test'
import { stripVTControlCharacters } from 'node:util'
import { createJsonProgress, createProgress } from './progress.ts'

suite('whoever waits is told', () => {
  test('every five seconds what is awaited, and how much of the deadline has passed, without a terminal too', () => {
    mock.timers.enable({ apis: ['setInterval', 'Date'] })
    try {
      const lines: string[] = []
      const output = { isTTY: false, write: (text: string) => lines.push(stripVTControlCharacters(text)) }
      const progress = createProgress(output as unknown as NodeJS.WriteStream)
      progress.allow?.(60)
      progress.say('Starting dev')
      for (let second = 0; second < 5; second++) mock.timers.tick(1000)
      assert.equal(lines.at(-1), '… 5 of at most 60 s, still waiting for Starting dev\n')
      progress.show('postgres', 'healthy', 'good')
      progress.show('api', 'waits to be healthy', 'busy')
      progress.show('app', 'waits for api to be healthy', 'idle')
      for (let second = 0; second < 12; second++) mock.timers.tick(1000)
      const heartbeats = lines.filter((line) => line.includes('still waiting for api (waits to be healthy)'))
      assert.equal(heartbeats.length, 2, lines.join(''))
      progress.end()
      mock.timers.tick(20_000)
      assert.equal(lines.filter((line) => line.includes('still waiting for api')).length, 2)
    } finally {
      mock.timers.reset()
    }
  })

  test('as JSON where a program reads it', () => {
    mock.timers.enable({ apis: ['setInterval', 'Date'] })
    try {
      const lines: string[] = []
      const progress = createJsonProgress((text) => lines.push(text))
      progress.allow?.(30)
      progress.show('api', 'waits to be healthy', 'busy')
      progress.show('api', 'waits to be healthy', 'busy')
      mock.timers.tick(5000)
      progress.end()
      mock.timers.tick(20_000)
      const events = lines.map((line) => JSON.parse(line) as { event: string; for?: string; passedSeconds?: number })
      assert.deepEqual(
        events.map(({ event }) => event),
        ['deadline', 'service', 'waiting'],
      )
      assert.deepEqual([events[2]?.for, events[2]?.passedSeconds], ['api (waits to be healthy)', 5])
    } finally {
      mock.timers.reset()
    }
  })
})
