/** The schema of the parts that both services below use; in a file of its own, as partners publish it. */
export const COMMON_XSD = `<?xml version="1.0" encoding="UTF-8"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:c="http://thu.gov.vn/chung" targetNamespace="http://thu.gov.vn/chung" elementFormDefault="qualified">
  <xs:simpleType name="SoDinhDanh"><xs:restriction base="xs:string"><xs:pattern value="[0-9]{12}"/></xs:restriction></xs:simpleType>
  <xs:complexType name="HoVaTen">
    <xs:sequence>
      <xs:element name="Ho" type="xs:string"/>
      <xs:element name="ChuDem" type="xs:string" minOccurs="0"/>
      <xs:element name="Ten" type="xs:string"/>
    </xs:sequence>
  </xs:complexType>
</xs:schema>`

/** The types of a look-up of citizens (domain-vietnam §6.3): order, choice, nil, attributes, repeated elements, two namespaces, a file. */
const TYPES = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:c="http://thu.gov.vn/chung" targetNamespace="http://dancuquocgia.thu" xmlns="http://dancuquocgia.thu" elementFormDefault="qualified">
  <xs:import namespace="http://thu.gov.vn/chung" schemaLocation="https://thu.gov.vn/lib/chung.xsd"/>
  <xs:element name="TraCuuThongTinCongDan">
    <xs:complexType>
      <xs:sequence>
        <xs:element name="MaYeuCau" type="xs:string"/>
        <xs:element name="MaDVC" type="xs:string"/>
        <xs:element name="MaCanBo" type="xs:string" nillable="true"/>
        <xs:choice>
          <xs:element name="SoDinhDanh" type="c:SoDinhDanh"/>
          <xs:element name="SoCMND" type="xs:string"/>
        </xs:choice>
        <xs:element name="HoVaTen" type="xs:string"/>
        <xs:element name="NgayThangNamSinh" type="NgaySinh" minOccurs="0"/>
        <xs:element name="GhiChu" type="xs:string" minOccurs="0" maxOccurs="unbounded"/>
        <xs:element name="Tep" type="xs:base64Binary" minOccurs="0"/>
      </xs:sequence>
      <xs:attribute name="phienBan" type="xs:string"/>
    </xs:complexType>
  </xs:element>
  <xs:complexType name="NgaySinh">
    <xs:choice>
      <xs:element name="NgayThangNam"><xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="[0-9]{8}"/></xs:restriction></xs:simpleType></xs:element>
      <xs:element name="Nam" type="xs:int"/>
    </xs:choice>
  </xs:complexType>
  <xs:element name="TraCuuThongTinCongDanResponse">
    <xs:complexType>
      <xs:sequence>
        <xs:element name="CongDan" minOccurs="0" maxOccurs="unbounded">
          <xs:complexType>
            <xs:sequence>
              <xs:element name="SoDinhDanh" type="c:SoDinhDanh"/>
              <xs:element name="HoVaTen" type="c:HoVaTen"/>
              <xs:element name="NgayMat" type="xs:string" nillable="true"/>
              <xs:element name="QuocTich" type="xs:string" maxOccurs="unbounded"/>
              <xs:element name="Anh" type="xs:base64Binary" minOccurs="0"/>
            </xs:sequence>
            <xs:attribute name="ma" type="xs:string" use="required"/>
          </xs:complexType>
        </xs:element>
        <xs:element name="GhiChu" type="xs:string" minOccurs="0"/>
      </xs:sequence>
    </xs:complexType>
  </xs:element>
  <xs:element name="LoiTraCuu"><xs:complexType><xs:sequence><xs:element name="Ma" type="xs:string"/><xs:element name="MoTa" type="xs:string"/></xs:sequence></xs:complexType></xs:element>
  <xs:element name="AuthHash" type="xs:string"/>
  <xs:element name="GhiNhatKy"><xs:complexType><xs:sequence><xs:element name="NoiDung" type="xs:string"/></xs:sequence></xs:complexType></xs:element>
</xs:schema>`

/** The service as a partner publishes it: its schema names a file beside it. `address` is where it is called. */
export function citizenWsdl(address = 'http://127.0.0.1:1/dan-cu'): string {
  const binding = (version: '' | '12') => `
  <wsdl:binding name="DanCuSoap${version}" type="tns:DanCuPortType">
    <soap${version}:binding transport="http://schemas.xmlsoap.org/soap/http" style="document"/>
    <wsdl:operation name="TraCuuThongTinCongDan">
      <soap${version}:operation soapAction="http://dancuquocgia.thu/TraCuuThongTinCongDan"/>
      <wsdl:input><soap${version}:header message="tns:HashMessage" part="hash" use="literal"/><soap${version}:body use="literal"/></wsdl:input>
      <wsdl:output><soap${version}:body use="literal"/></wsdl:output>
      <wsdl:fault name="LoiTraCuu"><soap${version}:fault name="LoiTraCuu" use="literal"/></wsdl:fault>
    </wsdl:operation>
    <wsdl:operation name="GhiNhatKy">
      <soap${version}:operation soapAction="http://dancuquocgia.thu/GhiNhatKy"/>
      <wsdl:input><soap${version}:body use="literal"/></wsdl:input>
    </wsdl:operation>
  </wsdl:binding>`
  return `<?xml version="1.0" encoding="UTF-8"?>
<wsdl:definitions name="DanCu" targetNamespace="http://dancuquocgia.thu" xmlns:tns="http://dancuquocgia.thu"
  xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:soap12="http://schemas.xmlsoap.org/wsdl/soap12/">
  <wsdl:types>${TYPES}</wsdl:types>
  <wsdl:message name="TraCuuRequest"><wsdl:part name="parameters" element="tns:TraCuuThongTinCongDan"/></wsdl:message>
  <wsdl:message name="TraCuuResponse"><wsdl:part name="parameters" element="tns:TraCuuThongTinCongDanResponse"/></wsdl:message>
  <wsdl:message name="LoiMessage"><wsdl:part name="fault" element="tns:LoiTraCuu"/></wsdl:message>
  <wsdl:message name="HashMessage"><wsdl:part name="hash" element="tns:AuthHash"/></wsdl:message>
  <wsdl:message name="NhatKyMessage"><wsdl:part name="parameters" element="tns:GhiNhatKy"/></wsdl:message>
  <wsdl:portType name="DanCuPortType">
    <wsdl:operation name="TraCuuThongTinCongDan">
      <wsdl:input message="tns:TraCuuRequest"/><wsdl:output message="tns:TraCuuResponse"/><wsdl:fault name="LoiTraCuu" message="tns:LoiMessage"/>
    </wsdl:operation>
    <wsdl:operation name="GhiNhatKy"><wsdl:input message="tns:NhatKyMessage"/></wsdl:operation>
  </wsdl:portType>${binding('')}${binding('12')}
  <wsdl:service name="DanCuService">
    <wsdl:port name="DanCuSoap" binding="tns:DanCuSoap"><soap:address location="${address}"/></wsdl:port>
    <wsdl:port name="DanCuSoap12" binding="tns:DanCuSoap12"><soap12:address location="${address}"/></wsdl:port>
  </wsdl:service>
</wsdl:definitions>`
}

/** A service in the rpc/literal style, whose parts are types. */
export function rpcWsdl(address = 'http://127.0.0.1:1/phi'): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions name="Phi" targetNamespace="urn:phi" xmlns:tns="urn:phi" xmlns="http://schemas.xmlsoap.org/wsdl/"
  xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/">
  <types><xsd:schema targetNamespace="urn:phi"><xsd:complexType name="HoSo"><xsd:sequence>
    <xsd:element name="Ma" type="xsd:string"/><xsd:element name="SoTien" type="xsd:long"/></xsd:sequence></xsd:complexType></xsd:schema></types>
  <message name="TinhPhiIn"><part name="hoSo" type="tns:HoSo"/><part name="donVi" type="xsd:string"/></message>
  <message name="TinhPhiOut"><part name="phi" type="xsd:long"/></message>
  <portType name="PhiPort"><operation name="TinhPhi"><input message="tns:TinhPhiIn"/><output message="tns:TinhPhiOut"/></operation></portType>
  <binding name="PhiBinding" type="tns:PhiPort"><soap:binding style="rpc" transport="http://schemas.xmlsoap.org/soap/http"/>
    <operation name="TinhPhi"><soap:operation soapAction="urn:phi#TinhPhi"/>
      <input><soap:body use="literal" namespace="urn:phi"/></input><output><soap:body use="literal" namespace="urn:phi"/></output></operation></binding>
  <service name="PhiService"><port name="PhiPort" binding="tns:PhiBinding"><soap:address location="${address}"/></port></service>
</definitions>`
}

/** A request that fits the look-up, its fields in no order. */
export const LOOK_UP = {
  HoVaTen: 'NGUYỄN THỊ ÁNH',
  '@phienBan': '1.0',
  SoDinhDanh: '001099000123',
  NgayThangNamSinh: { NgayThangNam: '19990105' },
  MaDVC: '000.00.00.H22-260105-0001',
  MaCanBo: null,
  MaYeuCau: '0007',
}
