-- HTML semantics that Markdown lacks: named elements, row headers, captions, passages, citations.

local SPACE = "space"
local ELEMENTS = { aside = true, nav = true, header = true, footer = true, section = true }

-- Author text is escaped, so it contains no raw HTML; as a safeguard, any raw element becomes text.
function RawBlock(raw)
  return pandoc.Para { pandoc.Str(raw.text) }
end

function RawInline(raw)
  return pandoc.Str(raw.text)
end

local function escape_attribute(text)
  return (text:gsub("&", "&amp;"):gsub('"', "&quot;"):gsub("<", "&lt;"))
end

local function start_tag(tag, attr)
  local parts = { "<" .. tag }
  if attr.identifier ~= "" then
    parts[#parts + 1] = ('id="%s"'):format(escape_attribute(attr.identifier))
  end
  if #attr.classes > 0 then
    parts[#parts + 1] = ('class="%s"'):format(escape_attribute(table.concat(attr.classes, " ")))
  end
  for _, pair in ipairs(attr.attributes) do
    parts[#parts + 1] = ('%s="%s"'):format(pair[1], escape_attribute(pair[2]))
  end
  return table.concat(parts, " ") .. ">"
end

-- The mark has the first id. Spans inside it have the ids of other passages that begin at the same word. A passage
-- without a note or a label is not marked.
local function passage(span)
  local ids = {}
  for id in (span.attributes.ids or ""):gmatch("%S+") do
    ids[#ids + 1] = id
  end
  span.attributes.ids = nil
  local content = span.content
  for index = #ids, 2, -1 do
    content = pandoc.Inlines { pandoc.Span(content, pandoc.Attr(ids[index])) }
  end
  span.identifier = ids[1] or ""
  local tag = span.classes:includes("depth-0") and "span" or "mark"
  content:insert(1, pandoc.RawInline("html", start_tag(tag, span.attr)))
  content:insert(pandoc.RawInline("html", "</" .. tag .. ">"))
  return content
end

local function cite(span)
  local citations = {}
  for key in (span.attributes.keys or ""):gmatch("%S+") do
    citations[#citations + 1] = pandoc.Citation(key, "NormalCitation")
  end
  return pandoc.Cite({}, citations)
end

-- The link is inside the superscript: WeasyPrint tags a link around a superscript wrongly for PDF/UA.
local function superscript(span)
  return pandoc.Superscript { pandoc.Span(span.content, span.attr) }
end

local INLINES = {
  [SPACE] = function() return pandoc.Space() end,
  emphasis = function(span) return pandoc.Emph(span.content) end,
  strong = function(span) return pandoc.Strong(span.content) end,
  strikeout = function(span) return pandoc.Strikeout(span.content) end,
  subscript = function(span) return pandoc.Subscript(span.content) end,
  superscript = function(span) return pandoc.Superscript(span.content) end,
  ["break"] = function() return pandoc.LineBreak() end,
  spaces = function(span) return pandoc.Str((" "):rep(tonumber(span.attributes.count))) end,
  code = function(span) return pandoc.Code(pandoc.utils.stringify(span.content)) end,
  cite = cite,
  passage = passage,
  ["note-ref"] = superscript,
  ["footnote-ref"] = superscript,
  ["statement-refs"] = superscript,
}

-- A full stop before a citation moves behind it, because the citation belongs to the sentence.
function Inlines(inlines)
  for index = #inlines, 3, -1 do
    local word, space = inlines[index - 2], inlines[index - 1]
    local text = inlines[index].t == "Cite" and space.t == "Space" and word.t == "Str" and word.text:match("^([^.]*)%.$")
    if text then
      inlines[index - 2] = pandoc.Str(text)
      inlines:insert(index + 1, pandoc.Str("."))
    end
  end
  return inlines
end

function Span(span)
  local make = INLINES[span.classes[1]]
  return make and make(span) or nil
end

local function set_scope(rows, scope, first_only)
  for _, row in ipairs(rows) do
    for index, cell in ipairs(row.cells) do
      if not first_only or index == 1 then
        cell.attributes.scope = scope
      end
    end
  end
end

-- Each cell gets the heading of its column, for screens too narrow for columns.
local function set_labels(tbl)
  local heads = tbl.head.rows[1].cells
  for _, body in ipairs(tbl.bodies) do
    for _, row in ipairs(body.body) do
      for index, cell in ipairs(row.cells) do
        if index > 1 and heads[index] then
          cell.attributes.label = pandoc.utils.stringify(heads[index].contents)
        end
      end
    end
  end
end

-- Sanitising removes styles, so the alignment of a column is a class of its cells.
local ALIGNED = { AlignRight = "align-right", AlignCenter = "align-center" }

local function set_alignment(tbl, rows)
  for _, row in ipairs(rows) do
    for column, cell in ipairs(row.cells) do
      local class = ALIGNED[tbl.colspecs[column][1]]
      if class then cell.attr.classes:insert(class) end
    end
  end
end

function Table(tbl)
  set_alignment(tbl, tbl.head.rows)
  for _, body in ipairs(tbl.bodies) do set_alignment(tbl, body.body) end
  set_scope(tbl.head.rows, "col", false)
  set_labels(tbl)
  if tbl.classes:includes("rows") then
    for _, body in ipairs(tbl.bodies) do
      body.row_head_columns = 1
      set_scope(body.body, "row", true)
    end
  end
  -- The style sheet sets widths.
  tbl.colspecs = tbl.colspecs:map(function(spec) return { spec[1], nil } end)
  return tbl
end

local function figure(div)
  local picture, caption = div.content[1], div.content:clone()
  caption:remove(1)
  return pandoc.Figure({ pandoc.Plain(picture.content) }, { long = caption }, div.attr)
end

-- The contents of the divs of a list are its items.
local function items(div)
  return div.content:map(function(item) return item.content end)
end

local function code_block(div)
  local code = div.content[1].content:walk {
    LineBreak = function() return pandoc.RawInline("html", "\n") end,
  }
  code:insert(1, pandoc.RawInline("html", "<pre>"))
  code:insert(pandoc.RawInline("html", "</pre>"))
  div.content[1] = pandoc.Plain(code)
  return div
end

local BLOCKS = {
  figure = figure,
  bullets = function(div) return pandoc.BulletList(items(div)) end,
  numbers = function(div)
    return pandoc.OrderedList(items(div), pandoc.ListAttributes(tonumber(div.attributes.start) or 1))
  end,
  quotation = function(div) return pandoc.BlockQuote(div.content) end,
}

function Div(div)
  local make = BLOCKS[div.classes[1]] or div.classes:includes("code-block") and code_block
  if make then
    return make(div)
  end
  -- Pandoc would merge a div and its first heading into a section, and remove the heading's id.
  local first = div.content[1]
  local has_heading = first and first.t == "Header"
  local tag = ELEMENTS[div.attributes.tag] and div.attributes.tag
    or div.classes:includes("section") and "section"
    or has_heading and "div"
  if not tag then
    return nil
  end
  div.attributes.tag = nil
  local blocks = pandoc.Blocks { pandoc.RawBlock("html", start_tag(tag, div.attr)) }
  blocks:extend(div.content)
  blocks:insert(pandoc.RawBlock("html", "</" .. tag .. ">"))
  return blocks
end

-- A nested list of links to headings.
local function contents_list(headers)
  local stack = { {} }
  local function close(level)
    while #stack > level do
      local items = table.remove(stack)
      local parent = stack[#stack]
      if #items > 0 and #parent > 0 then
        parent[#parent]:insert(pandoc.BulletList(items))
      end
    end
  end
  for _, header in ipairs(headers) do
    local depth = header.level - 1
    close(depth)
    while #stack < depth do
      stack[#stack + 1] = {}
    end
    local label = header.content:walk {
      Link = function(link) return link.content end,
      Span = function(span) span.identifier = ""; return span end,
    }
    local items = stack[#stack]
    items[#items + 1] = pandoc.Blocks { pandoc.Plain { pandoc.Link(label, "#" .. header.identifier) } }
  end
  close(1)
  return #stack[1] > 0 and pandoc.BulletList(stack[1]) or nil
end

-- Only divs contain headings, so do not search inlines, which is slow.
local function headers_in(blocks, found)
  for _, block in ipairs(blocks) do
    if block.t == "Header" and block.level >= 2 and block.level <= 3 and not block.classes:includes("unlisted") then
      found[#found + 1] = block
    elseif block.t == "Div" then
      headers_in(block.content, found)
    end
  end
  return found
end

local function with_list(blocks, list)
  for index, block in ipairs(blocks) do
    if block.t == "Div" and block.classes:includes("toc") then
      blocks[index] = list
    elseif block.t == "Div" then
      block.content = with_list(block.content, list)
      blocks[index] = block
    end
  end
  return blocks
end

local function with_contents(doc)
  local list = contents_list(headers_in(doc.blocks, {}))
  if list then
    doc.blocks = with_list(doc.blocks, list)
  end
  return doc
end

-- Notes on works by reference id; the citation style does not print them.
local function annotations_by_id(references)
  local notes = {}
  for _, reference in ipairs(references) do
    notes[reference.id] = reference.annote
  end
  return notes
end

-- The words of a text, with a link for each bare address.
local function with_links(text)
  local inlines = pandoc.Inlines {}
  for word in text:gmatch("%S+") do
    local address = word:match("^https?://.*[^.,;:]")
    if #inlines > 0 then inlines:insert(pandoc.Space()) end
    inlines:extend(address and { pandoc.Link(address, address), pandoc.Str(word:sub(#address + 1)) } or { pandoc.Str(word) })
  end
  return inlines
end

local function with_note(div, notes)
  local text = notes[div.identifier:gsub("^ref%-", "")]
  if text and div.content[1] then
    local words = with_links(pandoc.utils.stringify(text))
    local inlines = div.content[#div.content].content
    local last = inlines[#inlines]
    -- In styles with numbers, the entry is a span beside the number.
    if last.t == "Span" and last.classes:includes("csl-right-inline") then
      inlines = last.content
    end
    inlines:extend { pandoc.Space(), pandoc.Span(words, { class = "reference-note" }) }
  end
  return div
end

-- The letters of a text, without the quotation marks and apostrophes that a citation style may turn.
local function without_marks(content)
  local text = pandoc.utils.stringify(content)
  for _, mark in ipairs { "“", "”", "‘", "’", "«", "»", '"', "'" } do
    text = text:gsub(mark, "")
  end
  return text
end

-- The language and title of each work that is not in the document's language, by entry, so that screen readers
-- pronounce them correctly (WCAG 2.2, 3.1.2).
local function foreign_titles(references, language)
  -- The primary subtag of a BCP 47 tag; nil for other text, such as "German".
  local function primary(tag) return (tag .. "-"):lower():match("^(%a%a%a?)%-[%w-]*$") end
  local foreign = {}
  for _, reference in ipairs(references) do
    local tag = pandoc.utils.stringify(reference.language or "")
    if reference.title and primary(tag) and primary(tag) ~= primary(language) then
      foreign["ref-" .. reference.id] = { tag, without_marks(reference.title) }
    end
  end
  return foreign
end

local function with_language(div, foreign)
  local language, title = table.unpack(foreign[div.identifier] or {})
  local function contains_title(inline) return without_marks(inline):find(title, 1, true) end
  return title and div:walk {
    Span = function(span)
      span.attributes.lang = contains_title(span) and language or nil
      return span
    end,
    Emph = function(emph)
      return contains_title(emph) and pandoc.Span(emph, { lang = language }) or nil
    end,
  } or div
end

-- Citations of a document without a list of references link to the list of another page.
local function without_list(doc, page)
  doc.blocks = doc.blocks:filter(function(block) return block.identifier ~= "refs" end)
  return doc:walk {
    Link = function(link)
      if not link.target:match("^#ref%-") then return nil end
      link.target = page .. link.target
      return page ~= "" and link or link.content
    end,
  }
end

local function has_list(doc)
  local found = false
  doc:walk { Div = function(div) found = found or div.identifier == "refs" end }
  return found
end

local function with_citations(doc)
  local references = pandoc.utils.references(doc)
  local notes = annotations_by_id(references)
  local foreign = foreign_titles(references, pandoc.utils.stringify(doc.meta.lang or ""))
  local lists, page = has_list(doc), pandoc.utils.stringify(doc.meta["references-page"] or "")
  -- The list has all works, so that years such as 2016b are the same in all documents.
  doc.meta.nocite = pandoc.Inlines { pandoc.Cite({}, { pandoc.Citation("*", "NormalCitation") }) }
  local cited = pandoc.utils.citeproc(doc)
  if not lists then
    return without_list(cited, page)
  end
  return cited:walk {
    Div = function(div)
      if div.classes:includes("csl-entry") then
        return with_language(div, foreign)
      end
      return div.classes:includes("with-notes")
          and div:walk { Div = function(inner) return with_note(inner, notes) end }
        or nil
    end,
  }
end

return {
  { RawBlock = RawBlock, RawInline = RawInline, Span = Span, Inlines = Inlines, Table = Table, Div = Div },
  { Pandoc = with_contents },
  { Pandoc = with_citations },
}
