// Loads a dump into a house, until it is done or killed.
import { readDumpFile } from '../src/dumps/file.ts'
import type { HouseServer } from '../src/dumps/load.ts'
import { finishKilled, replaceHouse } from '../src/dumps/replace.ts'

const server = JSON.parse(process.env.SERVER ?? '') as HouseServer
const [path = '', restorePoint = '', folder = ''] = process.argv.slice(2)
await finishKilled(server, folder, 'test')
console.log('begun')
await replaceHouse(server, { by: readDumpFile(path), restorePoint, source: 'test' })
console.log('done')
