import assert from 'node:assert/strict'
import { test } from 'node:test'
import { backupName, expendableBackups, type KeptBackup, readBackupName } from './backups.ts'

const HOUR = 3_600_000
const day = (date: string, time = '02:30') => `${date}T${time}:00.000Z`

function backup(madeAt: string, state: 'verified' | 'unverified' | 'faulty' = 'verified'): KeptBackup {
  return {
    id: madeAt,
    madeAt,
    verifiedAt: state === 'verified' ? madeAt : null,
    fault: state === 'faulty' ? 'The dump is damaged' : null,
  }
}

/** A backup each night up to a day, the newest last. */
function nightly(last: string, nights: number): KeptBackup[] {
  const end = Date.parse(day(last))
  return Array.from({ length: nights }, (_, ago) =>
    backup(new Date(end - (nights - 1 - ago) * 24 * HOUR).toISOString()),
  )
}

/** Runs the policy each night, as the house does. */
function after(all: KeptBackup[], timeZone = 'UTC'): string[] {
  let there: KeptBackup[] = []
  for (const next of all) {
    there.push(next)
    const expendable = new Set(expendableBackups(there, timeZone))
    there = there.filter((one) => !expendable.has(one))
  }
  return there.map(({ madeAt }) => madeAt.slice(0, 10))
}

test('after two years of nights there are 14 days, 8 weeks and 12 months of them', () => {
  assert.deepEqual(after(nightly('2026-11-23', 730)), [
    '2025-12-31',
    '2026-01-31',
    '2026-02-28',
    '2026-03-31',
    '2026-04-30',
    '2026-05-31',
    '2026-06-30',
    '2026-07-31',
    '2026-08-31',
    '2026-09-30',
    // Sundays: the eighth week is the one that began on 5 October.
    '2026-10-11',
    '2026-10-18',
    '2026-10-25',
    '2026-10-31',
    '2026-11-01',
    '2026-11-08',
    '2026-11-10',
    '2026-11-11',
    '2026-11-12',
    '2026-11-13',
    '2026-11-14',
    '2026-11-15',
    '2026-11-16',
    '2026-11-17',
    '2026-11-18',
    '2026-11-19',
    '2026-11-20',
    '2026-11-21',
    '2026-11-22',
    '2026-11-23',
  ])
})

test('a house that was off for a year keeps what it had until new ones take the place', () => {
  const before = nightly('2025-10-20', 14)
  const left = after([...before, ...nightly('2026-11-23', 3)])
  assert.equal(left.filter((madeAt) => madeAt.startsWith('2025')).length, 11)
})

test('days are those of the house: the last of a local day is kept, not the last of a day in UTC', () => {
  const late = [backup(day('2026-11-20', '13:30')), backup(day('2026-11-20', '22:30'))]
  const more = [...late, ...nightly('2026-12-20', 28)]
  assert.deepEqual(expendableBackups(late, 'UTC'), [late[0]])
  // In Auckland they are of 21 November, both; in Los Angeles both of the 20th; in Kolkata of two days.
  assert.deepEqual(expendableBackups(late, 'Pacific/Auckland'), [late[0]])
  assert.deepEqual(expendableBackups(late, 'Asia/Kolkata'), [])
  assert.ok(expendableBackups(more, 'Asia/Kolkata').includes(late[0] as KeptBackup))
})

test('a day that is 23 or 25 hours long is one day', () => {
  const shift = [backup('2026-10-24T22:30:00.000Z'), backup('2026-10-25T22:30:00.000Z')]
  assert.deepEqual(expendableBackups(shift, 'Europe/Berlin'), [shift[0]])
})

test('the last good one is never removed, however many bad and unknown ones came after it', () => {
  const good = backup(day('2025-01-01'))
  const others = nightly('2026-11-23', 60).map(({ madeAt }, index) =>
    backup(madeAt, index % 2 === 0 ? 'faulty' : 'unverified'),
  )
  assert.deepEqual(expendableBackups([good, ...others], 'UTC'), [])
})

test('where none was ever verified none is removed', () => {
  const all = nightly('2026-11-23', 200).map(({ madeAt }) => backup(madeAt, 'unverified'))
  assert.deepEqual(expendableBackups(all, 'UTC'), [])
})

test('of a day the verified one is kept, and not a later one that nobody verified', () => {
  const [first, second] = [backup(day('2026-11-20')), backup(day('2026-11-20', '05:00'), 'unverified')]
  assert.deepEqual(expendableBackups([first, second, backup(day('2026-11-21'))], 'UTC'), [second])
})

test('a bad one goes when a newer one is good', () => {
  const bad = backup(day('2026-11-20'), 'faulty')
  assert.deepEqual(expendableBackups([bad, backup(day('2026-11-21'))], 'UTC'), [bad])
})

test('whatever is there, something verified remains that was verified before', () => {
  let seed = 1
  const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below
  for (let round = 0; round < 500; round++) {
    const all = Array.from({ length: random(40) }, () => {
      const madeAt = new Date(Date.parse('2026-11-23T00:00:00Z') - random(800 * 24) * HOUR).toISOString()
      return backup(madeAt, (['verified', 'unverified', 'faulty'] as const)[random(3)])
    })
    const removed = new Set(expendableBackups(all, 'Australia/Lord_Howe'))
    const newestGood = all
      .filter(({ verifiedAt }) => verifiedAt)
      .reduce((newest, { madeAt }) => (madeAt > newest ? madeAt : newest), '')
    for (const one of removed)
      assert.ok(
        one.madeAt < newestGood ||
          all.some((other) => other !== one && other.madeAt === newestGood && !removed.has(other)),
      )
    if (newestGood) assert.ok(all.some((one) => one.madeAt === newestGood && one.verifiedAt && !removed.has(one)))
  }
})

test('a name tells environment, time and whether it is encrypted, and no other file is taken for a backup', () => {
  const slot = new Date('2026-11-23T02:30:00Z')
  assert.equal(backupName('prod', slot, 'encrypted'), 'prod-2026-11-23T02-30-00Z.dump.age')
  for (const kind of ['plain', 'encrypted'] as const) {
    const read = readBackupName('prod', backupName('prod', slot, kind))
    assert.deepEqual(read, { madeAt: '2026-11-23T02:30:00.000Z', encrypted: kind === 'encrypted' })
  }
  for (const name of [
    'dev-2026-11-23T02-30-00Z.dump',
    'prod-2026-11-23T02-30-00Z.dump.gz',
    'prod-2026-13-23T02-30-00Z.dump',
    'prod-2026-11-23.dump',
    '.prod-2026-11-23T02-30-00Z.dump.7.partial',
    'preprod-2026-11-23T02-30-00Z.dump',
    'x/prod-2026-11-23T02-30-00Z.dump',
  ])
    assert.equal(readBackupName('prod', name), undefined, name)
})
