// `npm run bench [-- NAME…]`: installs, builds the designer, then runs the benchmarks.
import { runFigures } from './figures.js'
import { build, install } from './install.js'

await runFigures('bench', [install, build])
