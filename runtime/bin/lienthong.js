#!/usr/bin/env node
// `npx lienthong`: runs the command line on the pinned Node, whatever Node npx was started with.
import { install } from './install.js'
import { launch } from './launch.js'

await install()
launch(process.argv.slice(2))
