// What `ichrisbirch <environment> db backups` and `db fetch` run where the scheduler runs: with its places and its rights to them.
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { readBackupName } from '@ichrisbirch/contract/backups'
import { processConfig } from '@ichrisbirch/runtime/config'
import { readSchedulerConfig } from '../config.ts'
import { placesOf } from './places.ts'

const [verb, placeName = '', name = ''] = process.argv.slice(2)
const places = await placesOf(readSchedulerConfig())

if (verb === 'list') console.log(JSON.stringify(await list()))
else if (verb === 'read') {
  const place = places.find((one) => one.name === placeName)
  if (!place) throw new Error(`There is no place '${placeName}'`)
  await pipeline(Readable.from(place.read(name)), process.stdout)
} else throw new Error('list, or read PLACE NAME')

/** A place that cannot be reached is told beside the others. */
async function list() {
  const answers = await Promise.allSettled(places.map((place) => place.list()))
  const files = answers.flatMap((answer, index) => {
    const place = places[index]?.name
    if (answer.status === 'rejected') return []
    return answer.value.flatMap(({ name, bytes }) =>
      processConfig.ENVIRONMENT.options.flatMap((environment) => {
        const read = readBackupName(environment, name)
        return read ? [{ name, bytes, place, environment, ...read }] : []
      }),
    )
  })
  const faults = answers.flatMap((answer, index) =>
    answer.status === 'rejected' ? [{ place: places[index]?.name, fault: String(answer.reason) }] : [],
  )
  return { files: files.toSorted((a, b) => (a.madeAt < b.madeAt ? 1 : -1)), faults }
}
