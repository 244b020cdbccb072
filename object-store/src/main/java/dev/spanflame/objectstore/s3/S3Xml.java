package dev.spanflame.objectstore.s3;

import java.io.ByteArrayInputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Reads the XML documents of S3 by streaming. Document types and external entities are off.
final class S3Xml {
    private static final XMLInputFactory FACTORY = factory();

    private S3Xml() {}

    /// A page of `ListObjectsV2`.
    ///
    /// @param continuation where the next page begins; empty if this is the last
    record Page(List<Contents> contents, List<String> folders, Optional<String> continuation) {}

    /// One object of a page.
    record Contents(String key, long size, Instant modified) {}

    /// The error document, if `body` is one.
    static Optional<S3Error> error(byte[] body) {
        try {
            if (body.length == 0 || !rootOf(body).equals("Error")) {
                return Optional.empty();
            }
            return Optional.of(new S3Error(first(body, "Code"), first(body, "Message")));
        } catch (XMLStreamException e) {
            return Optional.empty();
        }
    }

    /// The text of the first element of this name, wherever it is.
    static String element(byte[] body, String name) throws DamagedAnswerException {
        try {
            String text = first(body, name);
            if (text.isEmpty()) {
                throw new DamagedAnswerException("the answer has no " + name);
            }
            return text;
        } catch (XMLStreamException e) {
            throw new DamagedAnswerException("the answer is not the XML document it should be", e);
        }
    }

    /// A page of a listing that was asked for with `encoding-type=url`.
    static Page page(byte[] body) throws DamagedAnswerException {
        try {
            XMLStreamReader xml = FACTORY.createXMLStreamReader(new ByteArrayInputStream(body));
            try {
                return new PageReader(xml).read();
            } finally {
                xml.close();
            }
        } catch (XMLStreamException | DateTimeException | IllegalArgumentException e) {
            throw new DamagedAnswerException("the listing is not the XML document it should be", e);
        }
    }

    /// Collects what a listing holds; one pass.
    private static final class PageReader {
        private final XMLStreamReader xml;
        private final List<Contents> contents = new ArrayList<>();
        private final List<String> folders = new ArrayList<>();
        private boolean encoded;
        private boolean truncated;
        private String continuation = "";

        PageReader(XMLStreamReader xml) {
            this.xml = xml;
        }

        Page read() throws XMLStreamException {
            xml.nextTag();
            if (!xml.getLocalName().equals("ListBucketResult")) {
                throw new XMLStreamException("the root is " + xml.getLocalName());
            }
            List<Contents> raw = new ArrayList<>();
            List<String> rawFolders = new ArrayList<>();
            while (xml.nextTag() == XMLStreamConstants.START_ELEMENT) {
                switch (xml.getLocalName()) {
                    case "Contents" -> raw.add(contents());
                    case "CommonPrefixes" -> rawFolders.add(folder());
                    case "EncodingType" -> encoded = text().equals("url");
                    case "IsTruncated" -> truncated = text().equals("true");
                    case "NextContinuationToken" -> continuation = text();
                    default -> skip();
                }
            }
            for (Contents object : raw) {
                contents.add(new Contents(decoded(object.key), object.size, object.modified));
            }
            rawFolders.forEach(folder -> folders.add(decoded(folder)));
            if (truncated && continuation.isEmpty()) {
                throw new XMLStreamException("truncated without NextContinuationToken");
            }
            return new Page(contents, folders, truncated ? Optional.of(continuation) : Optional.empty());
        }

        private Contents contents() throws XMLStreamException {
            String key = "";
            long size = 0;
            Instant modified = Instant.EPOCH;
            while (xml.nextTag() == XMLStreamConstants.START_ELEMENT) {
                switch (xml.getLocalName()) {
                    case "Key" -> key = text();
                    case "Size" -> size = Long.parseLong(text());
                    case "LastModified" -> modified = Instant.parse(text());
                    default -> skip();
                }
            }
            return new Contents(key, size, modified);
        }

        private String folder() throws XMLStreamException {
            String prefix = "";
            while (xml.nextTag() == XMLStreamConstants.START_ELEMENT) {
                if (xml.getLocalName().equals("Prefix")) {
                    prefix = text();
                } else {
                    skip();
                }
            }
            return prefix;
        }

        private String decoded(String text) {
            return encoded ? URLDecoder.decode(text, StandardCharsets.UTF_8) : text;
        }

        private String text() throws XMLStreamException {
            return xml.getElementText();
        }

        private void skip() throws XMLStreamException {
            int depth = 1;
            while (depth > 0) {
                int event = xml.next();
                if (event == XMLStreamConstants.START_ELEMENT) {
                    depth++;
                } else if (event == XMLStreamConstants.END_ELEMENT) {
                    depth--;
                }
            }
        }
    }

    private static String rootOf(byte[] body) throws XMLStreamException {
        XMLStreamReader xml = FACTORY.createXMLStreamReader(new ByteArrayInputStream(body));
        try {
            xml.nextTag();
            return xml.getLocalName();
        } finally {
            xml.close();
        }
    }

    private static String first(byte[] body, String name) throws XMLStreamException {
        XMLStreamReader xml = FACTORY.createXMLStreamReader(new ByteArrayInputStream(body));
        try {
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT
                        && xml.getLocalName().equals(name)) {
                    return xml.getElementText().strip();
                }
            }
            return "";
        } finally {
            xml.close();
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }
}
