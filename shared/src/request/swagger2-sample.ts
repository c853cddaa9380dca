/** A document as Swashbuckle of .NET Framework publishes it: what the tests of Swagger 2.0 read. */
export const swashbuckle = {
  swagger: '2.0',
  info: { version: 'v1', title: 'Dịch vụ một cửa điện tử' },
  host: 'dvc.tinh.example',
  basePath: '/api/v1',
  schemes: ['http', 'https'],
  consumes: ['application/json', 'text/json', 'application/xml', 'application/x-www-form-urlencoded'],
  produces: ['application/json', 'text/json'],
  securityDefinitions: { khoa: { type: 'apiKey', in: 'header', name: 'MaKetNoi' } },
  security: [{ khoa: [] }],
  parameters: {
    DonVi: { name: 'maDonVi', in: 'path', description: 'Mã đơn vị', required: true, type: 'string' },
  },
  responses: { KetQua: { description: 'Kết quả', schema: { $ref: '#/definitions/KetQua' } } },
  paths: {
    '/HoSo/{maDonVi}': {
      parameters: [{ $ref: '#/parameters/DonVi' }],
      get: {
        tags: ['HoSo'],
        summary: 'Danh sách hồ sơ theo đơn vị',
        parameters: [
          {
            name: 'trangThai',
            in: 'query',
            description: 'Trạng thái',
            required: true,
            type: 'array',
            items: { type: 'integer', enum: [1, 2, 3] },
          },
          { name: 'loai', in: 'query', type: 'array', items: { type: 'string' }, collectionFormat: 'pipes' },
          { name: 'nam', in: 'query', type: 'array', items: { type: 'integer' }, collectionFormat: 'multi' },
          { name: 'MaKetNoi', in: 'header', required: true, type: 'string' },
        ],
        responses: {
          200: { description: 'OK', schema: { type: 'array', items: { $ref: '#/definitions/HoSo' } } },
        },
      },
      post: {
        summary: 'Tiếp nhận hồ sơ',
        parameters: [{ name: 'model', in: 'body', required: true, schema: { $ref: '#/definitions/HoSo' } }],
        responses: { 200: { $ref: '#/responses/KetQua' }, 400: { description: 'Dữ liệu sai' } },
      },
    },
    '/TaiKhoan/DangNhap': {
      post: {
        operationId: 'TaiKhoan_DangNhap',
        consumes: ['application/x-www-form-urlencoded'],
        parameters: [
          { name: 'tenDangNhap', in: 'formData', description: 'Tên đăng nhập', required: true, type: 'string' },
          { name: 'vaiTro', in: 'formData', type: 'array', items: { type: 'string' } },
          { name: 'don-vi', in: 'formData', type: 'array', items: { type: 'string' }, collectionFormat: 'multi' },
        ],
        responses: { 200: { $ref: '#/responses/KetQua' } },
      },
    },
    '/PhanAnh': {
      post: {
        summary: 'Gửi phản ánh',
        consumes: ['multipart/form-data'],
        parameters: [
          { name: 'noiDung', in: 'formData', required: true, type: 'string' },
          { name: 'anh', in: 'formData', type: 'file' },
        ],
        responses: { 200: { $ref: '#/responses/KetQua' } },
      },
    },
    '/GiayTo': {
      post: {
        summary: 'Nộp giấy tờ',
        schemes: ['http'],
        consumes: ['multipart/form-data'],
        parameters: [{ name: 'tep', in: 'formData', required: true, type: 'file' }],
        responses: { 200: { $ref: '#/responses/KetQua' } },
      },
    },
  },
  definitions: {
    HoSo: {
      allOf: [
        { $ref: '#/definitions/Nguoi' },
        {
          type: 'object',
          required: ['MaHoSo'],
          properties: {
            MaHoSo: { type: 'string', description: 'Mã hồ sơ' },
            Kenh: { type: 'string', enum: ['TrucTuyen', 'TrucTiep'] },
            Nhan: { type: 'array', items: { type: 'string' } },
          },
        },
      ],
    },
    Nguoi: { type: 'object', properties: { HoTen: { type: 'string', description: 'Họ và tên' } } },
    KetQua: { type: 'object', properties: { Ma: { type: 'integer', format: 'int32' }, Loi: { type: 'string' } } },
  },
} as const
