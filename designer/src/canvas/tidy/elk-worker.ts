// ELK takes over this worker's messages when it is loaded; the designer's own thread stays free.
import 'elkjs/lib/elk-worker.min.js'
