# Prints each span of a block as one line that says all of it, from what pyarrow reads of the tables alone.
import base64, json, os, struct, sys
from collections import defaultdict
import pyarrow as pa
import pyarrow.parquet as pq


def read(name):
    path = f'{sys.argv[1]}/{name}.parquet'
    if not os.path.exists(path):
        return [], {}
    table = pq.ParquetFile(path, page_checksum_verification=True).read()
    types = {field.name: field.type for field in table.schema}
    for i, field in enumerate(table.schema):
        if pa.types.is_timestamp(field.type):
            table = table.set_column(i, field.name, table.column(i).cast(pa.int64()))
    return table.to_pylist(), types


def hexed(value):
    return (value.encode() if isinstance(value, str) else value or b'').hex()


def real(value):
    return 'd' + struct.pack('>d', value).hex()


def plain(value, type):
    if pa.types.is_boolean(type):
        return 'b%d' % value
    if pa.types.is_integer(type):
        return 'i%d' % value
    if pa.types.is_floating(type):
        return real(value)
    return ('s' if pa.types.is_string(type) else 'y') + hexed(value)


def nested(value):
    for kind, content in value.items():
        if kind == 'stringValue':
            return 's' + hexed(content)
        if kind == 'boolValue':
            return 'b%d' % content
        if kind == 'intValue':
            return 'i' + content
        if kind == 'doubleValue':
            return real(float(content))
        if kind == 'bytesValue':
            return 'y' + base64.b64decode(content).hex()
        if kind == 'arrayValue':
            return 'a[' + ','.join(nested(each) for each in content['values']) + ']'
        if kind == 'kvlistValue':
            return 'm[' + ','.join(hexed(e['key']) + '=' + nested(e['value']) for e in content['values']) + ']'
        raise ValueError(kind)
    return 'e'


def rest_value(row):
    kind = row['type']
    if kind == 'empty':
        return 'e'
    if kind == 'string':
        return 's' + hexed(row['text'])
    if kind == 'bytes':
        return 'y' + hexed(row['bytes'])
    if kind == 'double':
        return real(row['real'])
    if kind in ('int', 'bool'):
        return kind[0] + str(row['number'])
    return nested(json.loads(row['text']))


REST = defaultdict(dict)
for row in read('attributes')[0]:
    REST[row['table'], row['row']][hexed(row['key'])] = rest_value(row)


def attributes(table, number, row, types, prefix):
    values = dict(REST[table, number])
    for name, value in row.items():
        if name.startswith(prefix) and value is not None:
            key = hexed(name[len(prefix):])
            assert key not in values, name
            values[key] = plain(value, types[name])
    return '{' + ','.join(f'{key}={values[key]}' for key in sorted(values)) + '}'


def join(*parts):
    return '(' + ';'.join(str(part) for part in parts) + ')'


def owners(name):
    rows, types = read(name)
    return [(row, attributes(name, i, row, types, name[:-1] + '.')) for i, row in enumerate(rows)]


def texts(name):
    lists = defaultdict(list)
    rows, types = read(name)
    for i, row in enumerate(rows):
        own = attributes(name, i, row, types, name[:-1] + '.')
        if name == 'events':
            text = join(row['time'], hexed(row['name']), own, row['dropped_attributes'] or 0)
        else:
            text = join(row['trace_id'].hex(), row['span_id'].hex(), hexed(row['trace_state']), own,
                        row['dropped_attributes'] or 0, row['flags'] or 0)
        lists[row['span']].append(text)
    return lists


resources = [join(own, row['dropped_attributes'], hexed(row['schema_url']), hexed(row['entity_refs']))
             for row, own in owners('resources')]
scopes = [join(hexed(row['name']), hexed(row['version']), own, row['dropped_attributes'], hexed(row['schema_url']))
          for row, own in owners('scopes')]
events = texts('events')
links = texts('links')
spans, types = read('spans')
for i, row in enumerate(spans):
    distance = row['parent']
    parent = bytes(8) if distance is None else row['parent_id'] if distance == 0 else spans[i - distance]['span_id']
    print(join(
        row['trace_id'].hex(), row['span_id'].hex(), parent.hex(), hexed(row['trace_state']), row['flags'] or 0,
        hexed(row['name']), row['kind'], row['start'], row['duration'],
        attributes('spans', i, row, types, 'span.'), row['dropped_attributes'] or 0,
        '[' + ', '.join(events[i]) + ']', row['dropped_events'] or 0,
        '[' + ', '.join(links[i]) + ']', row['dropped_links'] or 0,
        row['status'], hexed(row['status_message'])) + '|' + resources[row['resource']] + '|' + scopes[row['scope']])
