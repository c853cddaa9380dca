// `npm run chaos [-- NAME…]`: installs, then runs the torture.
import { runFigures } from './figures.js'
import { install } from './install.js'

await runFigures('chaos', [install])
