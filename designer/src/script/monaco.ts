import 'monaco-editor/features/register.all'
import 'monaco-editor/languages/definitions/javascript/register'
import * as monaco from 'monaco-editor/editor'
import EditorWorker from 'monaco-editor/editor/editor.worker?worker'
import { javascriptDefaults, ScriptTarget } from 'monaco-editor/languages/features/typescript/register'
import ScriptWorker from 'monaco-editor/languages/features/typescript/ts.worker?worker'

// Workers are files of ours: the page's content policy allows no others, and offices have no internet.
self.MonacoEnvironment = {
  getWorker: (_id: string, label: string) =>
    label === 'javascript' || label === 'typescript' ? new ScriptWorker() : new EditorWorker(),
}

javascriptDefaults.setCompilerOptions({
  target: ScriptTarget.ES2020,
  lib: ['es2022'],
  allowNonTsExtensions: true,
  allowJs: true,
})
javascriptDefaults.setDiagnosticsOptions({
  // Types come from one example message: a field that it lacks is no fault.
  noSemanticValidation: true,
  noSyntaxValidation: false,
  // A script is the body of a function, so `return` stands at the top.
  diagnosticCodesToIgnore: [1108],
})

let typing: { dispose(): void } | undefined

/** Tells the editor what a script can see. */
export function setTyping(text: string): void {
  typing?.dispose()
  typing = javascriptDefaults.addExtraLib(text, 'lienthong.d.ts')
}

export { monaco }
