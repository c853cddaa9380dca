const XSL = 'http://www.w3.org/1999/XSL/Transform'

/** A stylesheet around templates; `more` are attributes of its root. */
export const sheet = (inside: string, more = ''): string =>
  `<xsl:stylesheet version="1.0" xmlns:xsl="${XSL}" ${more}>\n${inside}\n</xsl:stylesheet>`

/** A stylesheet of one template for the whole document. */
export const whole = (inside: string, more = ''): string =>
  sheet(`<xsl:output encoding="UTF-8"/>\n<xsl:template match="/">${inside}</xsl:template>`, more)

/** A dossier as an older system writes it. */
export const DOSSIER = `<?xml version="1.0" encoding="windows-1258"?>
<HoSo xmlns:c="urn:can-bo" Ma="000123" c:nguoi="nv01"><Ten>Nguyễn Thị Thử &amp; bạn</Ten><Ngay>05/03/2026</Ngay><!-- ghi chú -->
<GiayTo loai="B"><Ten>Ảnh</Ten><SoTrang>02</SoTrang></GiayTo><GiayTo loai="A"><Ten><![CDATA[Đơn <1>]]></Ten><SoTrang>10</SoTrang></GiayTo>
<GiayTo loai="B"><Ten>Bản sao</Ten><SoTrang>3</SoTrang></GiayTo><c:YKien>Đồng ý</c:YKien></HoSo>`

const IDENTITY =
  '<xsl:template match="@*|node()"><xsl:copy><xsl:apply-templates select="@*|node()"/></xsl:copy></xsl:template>'
const UTF8 = '<xsl:output encoding="UTF-8"/>'

/** Stylesheets of the kinds that integration systems have, each with what it shows; parameters are `don-vi` and `moc`. */
export const STYLESHEETS: readonly (readonly [shows: string, stylesheet: string])[] = [
  [
    'renamed elements',
    whole(
      '<Dossier><Code><xsl:value-of select="/HoSo/@Ma"/></Code><Name><xsl:value-of select="//Ten"/></Name></Dossier>',
    ),
  ],
  ['a copy with one element left out', sheet(`${UTF8}${IDENTITY}<xsl:template match="Ngay"/>`)],
  [
    'sorting and numbering',
    whole(
      '<L><xsl:for-each select="//GiayTo"><xsl:sort select="SoTrang" data-type="number"/><G so="{position()}"><xsl:value-of select="SoTrang"/></G></xsl:for-each></L>',
    ),
  ],
  [
    'groups by a key (Muenchian)',
    sheet(
      `${UTF8}<xsl:key name="theo" match="GiayTo" use="@loai"/><xsl:template match="/"><N><xsl:for-each select="//GiayTo[generate-id()=generate-id(key('theo',@loai)[1])]"><Loai ma="{@loai}" so="{count(key('theo',@loai))}"/></xsl:for-each></N></xsl:template>`,
    ),
  ],
  [
    'dates by substring, numbers by format',
    whole(
      `<D><xsl:value-of select="concat(substring(//Ngay,7,4),'-',substring(//Ngay,4,2),'-',substring(//Ngay,1,2))"/>|<xsl:value-of select="format-number(sum(//SoTrang)*1000,'#.##0,00','vn')"/></D>`,
    ).replace(
      '<xsl:template',
      '<xsl:decimal-format name="vn" decimal-separator="," grouping-separator="."/><xsl:template',
    ),
  ],
  [
    'a choice by value',
    whole(
      '<xsl:for-each select="//GiayTo[1]"><K><xsl:choose><xsl:when test="@loai=\'A\'">chính</xsl:when><xsl:otherwise>phụ</xsl:otherwise></xsl:choose></K></xsl:for-each>',
    ),
  ],
  [
    'parameters',
    sheet(
      `${UTF8}<xsl:param name="don-vi"/><xsl:param name="moc" select="'mặc định'"/><xsl:param name="khac" select="'không đưa'"/><xsl:template match="/"><P a="{$don-vi}" b="{$moc}" c="{$khac}"/></xsl:template>`,
    ),
  ],
  [
    'text',
    sheet(
      `<xsl:output method="text" encoding="UTF-8"/><xsl:template match="/"><xsl:for-each select="//GiayTo"><xsl:value-of select="concat(@loai,';',Ten,';',SoTrang,'&#10;')"/></xsl:for-each></xsl:template>`,
    ),
  ],
  [
    'HTML',
    sheet(
      `<xsl:output method="html" indent="no" encoding="UTF-8"/><xsl:template match="/"><html><body><h1><xsl:value-of select="//Ten"/></h1><br/><script>if (1 &lt; 2) x()</script></body></html></xsl:template>`,
    ),
  ],
  [
    'namespaces',
    whole(
      '<k:R xmlns:k="urn:ket-qua"><xsl:copy-of select="//c:YKien"/><xsl:value-of select="/HoSo/@c:nguoi"/></k:R>',
      'xmlns:c="urn:can-bo" exclude-result-prefixes="c"',
    ),
  ],
  [
    'templates that call each other',
    sheet(
      `${UTF8}<xsl:template name="lap"><xsl:param name="n"/><xsl:if test="$n &gt; 0">*<xsl:call-template name="lap"><xsl:with-param name="n" select="$n - 1"/></xsl:call-template></xsl:if></xsl:template><xsl:template match="/"><S><xsl:call-template name="lap"><xsl:with-param name="n" select="700"/></xsl:call-template></S></xsl:template>`,
    ),
  ],
  [
    'a table inside the stylesheet',
    whole(
      `<T><xsl:value-of select="document('')/*/b:bang/b:dong[@ma='B']"/></T>`,
      'xmlns:b="urn:bang" exclude-result-prefixes="b"',
    ).replace('<xsl:output', '<b:bang><b:dong ma="A">Đơn</b:dong><b:dong ma="B">Bản chụp</b:dong></b:bang><xsl:output'),
  ],
  [
    'modes, CDATA, indentation',
    sheet(
      `<xsl:output encoding="UTF-8" indent="yes" cdata-section-elements="Q"/><xsl:strip-space elements="*"/><xsl:template match="/"><Z><xsl:apply-templates select="//GiayTo" mode="q"/></Z></xsl:template><xsl:template match="GiayTo" mode="q"><Q><xsl:value-of select="Ten"/></Q></xsl:template>`,
    ),
  ],
  [
    'EXSLT: node sets and parts of text',
    whole(
      `<xsl:variable name="v"><i>1</i><i>2</i></xsl:variable><E><xsl:value-of select="sum(e:node-set($v)/i)"/>-<xsl:for-each select="s:tokenize('a,b',',')"><t><xsl:value-of select="."/></t></xsl:for-each></E>`,
      'xmlns:e="http://exslt.org/common" xmlns:s="http://exslt.org/strings" exclude-result-prefixes="e s"',
    ),
  ],
  [
    'a literal result as stylesheet',
    `<Don xsl:version="1.0" xmlns:xsl="${XSL}"><xsl:value-of select="//c:YKien" xmlns:c="urn:can-bo"/></Don>`,
  ],
]
