/** Taking over a structure from a sample or a schema. */
export const schemas = {
  label: 'Mẫu hoặc lược đồ',
  help: 'Dán hoặc chọn tệp: JSON, XML, CSV có dòng tiêu đề; JSON Schema, OpenAPI 3, Swagger 2.0 (JSON hoặc YAML), XSD, WSDL 1.1. Không tải gì từ mạng.',
  file: 'Chọn tệp',
  found: 'Nhận ra: {{kind}}',
  kinds: {
    json: 'mẫu JSON',
    xml: 'mẫu XML',
    csv: 'mẫu CSV',
    'json-schema': 'JSON Schema',
    openapi: 'OpenAPI',
    xsd: 'lược đồ XML (XSD)',
    wsdl: 'dịch vụ SOAP (WSDL)',
  },
  part: 'Lấy phần nào',
  preview: 'Các trường sẽ có',
  noFields: 'Phần này không nói gì về các trường.',
  notes: '{{count}} chỗ đã được đơn giản hoá',
  declare: {
    action: 'Khai báo từ mẫu, lược đồ…',
    title: 'Khai báo cấu trúc mà nút "{{node}}" đưa ra',
    accept: 'Khai báo {{count}} trường',
    withoutPrefixes:
      'Nút này sẽ đọc tên không có tiền tố (ns1:HoSo thành HoSo), và phần tử lặp được luôn là danh sách, để dữ liệu thật khớp với khai báo.',
  },
}
