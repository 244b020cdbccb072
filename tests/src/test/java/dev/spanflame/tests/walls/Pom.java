package dev.spanflame.tests.walls;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/// A `pom.xml` of the repository.
final class Pom {
    private final Document document;

    private Pom(Document document) {
        this.document = document;
    }

    /// A dependency as it is written; `group` and `artifact` of a plugin's dependency too.
    ///
    /// @param plugin whether it is a dependency of a plugin of the build, not of the module
    record Dependency(String group, String artifact, String scope, boolean plugin) {
        /// The module it is, when it is one of this repository.
        String module() {
            return artifact.replaceFirst("^spanflame-", "");
        }
    }

    /// The pom of a module, or of the whole where `module` is empty.
    static Pom of(String module) {
        Path path = Repository.root().resolve(module).resolve("pom.xml");
        try {
            return new Pom(
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(path.toFile()));
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new IllegalStateException("cannot read " + path, e);
        }
    }

    /// The modules of the build.
    static List<String> modules() {
        List<String> modules = new ArrayList<>();
        NodeList nodes = of("").document.getElementsByTagName("module");
        for (int i = 0; i < nodes.getLength(); i++) {
            modules.add(nodes.item(i).getTextContent());
        }
        return modules;
    }

    /// What the module and its build depend on; what the parent only gives versions to is not among it.
    List<Dependency> dependencies() {
        List<Dependency> dependencies = new ArrayList<>();
        NodeList nodes = document.getElementsByTagName("dependency");
        for (int i = 0; i < nodes.getLength(); i++) {
            Element element = (Element) nodes.item(i);
            if (!isBelow(element, "dependencyManagement")) {
                dependencies.add(new Dependency(
                        child(element, "groupId"),
                        child(element, "artifactId"),
                        child(element, "scope"),
                        isBelow(element, "plugin")));
            }
        }
        return dependencies;
    }

    private static boolean isBelow(Element element, String name) {
        for (Element at = element; at.getParentNode() instanceof Element parent; at = parent) {
            if (parent.getTagName().equals(name)) {
                return true;
            }
        }
        return false;
    }

    private static String child(Element element, String name) {
        NodeList nodes = element.getElementsByTagName(name);
        return nodes.getLength() == 0 ? "" : nodes.item(0).getTextContent();
    }
}
