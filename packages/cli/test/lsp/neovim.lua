-- Attaches to the server as a person's own configuration would, waits for findings, applies a quick fix and quits.
local command = vim.json.decode(vim.env.SPECWRIGHT_LSP)
local function report(what, value)
  io.stdout:write(vim.json.encode({ what = what, value = value }) .. '\n')
end
local client = vim.lsp.start_client({ name = 'specwright', cmd = command, root_dir = vim.fn.getcwd() })
vim.cmd('edit plans/faulty.md')
vim.lsp.buf_attach_client(0, client)
local found = vim.wait(20000, function()
  return #vim.diagnostic.get(0) > 0
end, 50)
local codes = {}
for _, one in ipairs(vim.diagnostic.get(0)) do
  table.insert(codes, one.user_data and one.user_data.lsp.code or one.code)
end
report('codes', codes)
if found then
  vim.api.nvim_win_set_cursor(0, { 3, 13 })
  local params = vim.lsp.util.make_range_params()
  params.context = { diagnostics = vim.lsp.diagnostic.get_line_diagnostics(0) }
  local answers = vim.lsp.buf_request_sync(0, 'textDocument/codeAction', params, 5000)
  for _, answer in pairs(answers) do
    vim.lsp.util.apply_workspace_edit(answer.result[1].edit, 'utf-16')
  end
  report('line', vim.api.nvim_buf_get_lines(0, 2, 3, true)[1])
  local outline = vim.lsp.buf_request_sync(0, 'textDocument/documentSymbol', { textDocument = vim.lsp.util.make_text_document_params() }, 5000)
  for _, answer in pairs(outline) do
    report('outline', answer.result[1].name)
  end
end
vim.cmd('qall!')
