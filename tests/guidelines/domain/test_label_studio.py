import pytest

from dmops_platform.errors import BadInput
from guidelines.domain.label_studio import read_label_studio

FULL = """
<View>
  <Style>.x { color: red }</Style>
  <Header value="How does it feel?"/>
  <Text name="text" value="$review"/>
  <Choices name="sentiment" toName="text" choice="single" required="true" showInline="true">
    <Choice value="Positive" alias="pos" hotkey="p" hint="Liked it." background="green"/>
    <Choice value="Negative" hotkey="s"/>
  </Choices>
  <Choices name="topics" toName="text" choice="multiple">
    <Choice value="Plot"/><Choice value="Cast"/>
  </Choices>
  <View visibleWhen="choice-selected" whenTagName="sentiment" whenChoiceValue="Negative">
    <TextArea name="why" toName="text" rows="3" maxSubmissions="2"/>
  </View>
  <Labels name="entities" toName="text"><Label value="Person" background="red"/><Label value="Film"/></Labels>
  <Relations><Relation value="plays in"/></Relations>
  <Number name="year" toName="text" min="1900" max="2030" step="1" defaultValue="2000"/>
  <Rating name="stars" toName="text" maxRating="10" icon="star"/>
  <Taxonomy name="genre" toName="text" leafsOnly="true" maxUsages="1">
    <Choice value="Fiction"><Choice value="Drama"/><Choice value="Comedy" alias="com"/></Choice>
    <Choice value="Documentary"/>
  </Taxonomy>
  <Pairwise name="better" toName="left,right"/>
  <Ranker name="order" toName="list"/>
  <BrushLabels name="mask" toName="text"><Label value="x"/></BrushLabels>
</View>
"""


def read(config=FULL):
    result = read_label_studio(config)
    return {field["name"]: field for field in result.fields}, result.left_out


def missed(left_out):
    return {(one.tag, one.name): one.sentence % one.values for one in left_out}


def test_choices_become_fields_with_titles_keys_and_hints():
    fields, _ = read()
    sentiment = fields["sentiment"]
    assert (sentiment["kind"], sentiment["title"], sentiment["required"]) == (
        "choice",
        "How does it feel?",
        True,
    )
    first, second = sentiment["config"]["labels"]
    assert (first["id"], first["title"], first["key"], first["help"]) == ("pos", "Positive", "p", "Liked it.")
    assert second["id"] == "Negative"
    assert fields["topics"]["kind"] == "choices"


def test_the_other_controls_become_fields_of_their_kinds():
    fields, _ = read()
    kinds = {name: field["kind"] for name, field in fields.items()}
    assert kinds["why"] == "text"
    assert kinds["year"] == "number"
    assert fields["year"]["config"]["least"] == 1900
    assert (kinds["stars"], fields["stars"]["config"]["most"]) == ("scale", 10)
    assert (kinds["entities"], fields["entities"]["config"]["part"]) == ("spans", "review")
    assert fields["genre"]["config"] == {
        "tree": ["Fiction", "  Drama", "  com | Comedy", "Documentary"],
        "is_leaf_only": True,
    }
    assert (fields["better"]["config"]["a"], fields["better"]["config"]["b"]) == ("left", "right")


def test_a_condition_of_a_view_is_handed_down():
    fields, _ = read()
    assert fields["why"]["visible_when"] == {"field": "sentiment", "one_of": ["Negative"]}


def test_what_could_not_be_taken_over_is_listed_exactly():
    _, left_out = read()
    told = missed(left_out)
    assert set(told) >= {
        ("Style", ""),
        ("Choice", "Negative"),
        ("TextArea", "why"),
        ("Number", "year"),
        ("Ranker", "order"),
        ("BrushLabels", "mask"),
    }
    assert "defaultValue" in told["Number", "year"]
    assert "hotkey “s”" in told["Choice", "Negative"]
    assert ("Choices", "sentiment") not in told


@pytest.mark.parametrize(
    ("tag", "kind"),
    [("RectangleLabels", "boxes"), ("PolygonLabels", "polygons"), ("KeyPointLabels", "keypoints")],
)
def test_shapes_on_images_keep_their_part_and_labels(tag, kind):
    config = f'<View><Image name="i" value="$image"/><{tag} name="s" toName="i"><Label value="Car"/></{tag}></View>'
    fields, left_out = read(config)
    assert (fields["s"]["kind"], fields["s"]["config"]["part"]) == (kind, "image")
    assert [label["id"] for label in fields["s"]["config"]["labels"]] == ["Car"]
    assert not left_out


def test_each_drawing_tool_draws_what_the_labels_of_its_image_name():
    fields, left_out = read("""<View><Image name="i" value="$scan"/>
      <Labels name="l" toName="i"><Label value="Text"/><Label value="Stamp"/></Labels>
      <Rectangle name="box" toName="i" strokeWidth="3"/><Polygon name="line" toName="i"/></View>""")
    assert {name: field["kind"] for name, field in fields.items()} == {"box": "boxes", "line": "polygons"}
    for field in fields.values():
        assert [label["id"] for label in field["config"]["labels"]] == ["Text", "Stamp"]
    assert not left_out


def test_a_drawing_tool_without_labels_and_labels_without_a_tool_are_left_out():
    image = '<Image name="i" value="$scan"/>'
    assert (
        "needs labels"
        in missed(read(f'<View>{image}<Polygon name="p" toName="i"/></View>')[1])["Polygon", "p"]
    )
    labels = '<Labels name="l" toName="i"><Label value="Text"/></Labels>'
    assert "without a shape" in missed(read(f"<View>{image}{labels}</View>")[1])["Labels", "l"]


AUDIO = '<Audio name="a" value="$audio"/><Labels name="s" toName="a"><Label value="Speech"/></Labels>'


def test_labels_on_audio_are_segments_and_on_dialogues_turns():
    fields, _ = read(f"<View>{AUDIO}</View>")
    assert (fields["s"]["kind"], fields["s"]["config"]["has_text"]) == ("segments", False)
    talk = """<View><Paragraphs name="p" value="$talk"/>
      <ParagraphLabels name="s" toName="p"><Label value="A"/></ParagraphLabels></View>"""
    assert read(talk)[0]["s"]["kind"] == "turns"


def test_a_transcription_of_each_stretch_becomes_the_text_of_the_segments():
    text = '<TextArea name="said" toName="a" perRegion="true" whenTagName="s" whenLabelValue="Speech"/>'
    fields, left_out = read(f"<View>{AUDIO}{text}</View>")
    assert list(fields) == ["s"]
    assert fields["s"]["config"]["has_text"] is True
    assert missed(left_out) == {("TextArea", "said"): "Its attribute whenLabelValue was not taken over."}


def test_relations_may_stand_before_the_spans_they_join():
    fields, left_out = read("""<View><Relations><Relation value="founded"/></Relations>
      <Labels name="who" toName="t"><Label value="Person"/></Labels><Text name="t" value="$text"/></View>""")
    assert fields["relations"]["config"]["spans"] == "who"
    assert [label["id"] for label in fields["relations"]["config"]["labels"]] == ["founded"]
    assert not left_out


def test_controls_about_what_is_not_shown_here_are_left_out():
    fields, left_out = read("""<View><Video name="v" value="$video"/>
      <Labels name="who" toName="v"><Label value="Person"/></Labels></View>""")
    assert fields == {}
    assert "about a Video" in missed(left_out)["Labels", "who"]


def test_options_that_come_from_the_data_are_named():
    fields, left_out = read('<View><Choices name="best" toName="t" value="$options"/></View>')
    assert fields == {}
    assert "come from the data" in missed(left_out)["Choices", "best"]


def test_names_that_cannot_be_names_here_are_changed_and_said():
    config = '<View><Choices name="내 감정" toName="t"><Choice value="a"/></Choices></View>'
    fields, left_out = read(config)
    assert list(fields) == ["choices"]
    assert "changed to “choices”" in missed(left_out)["Choices", "내 감정"]


def test_a_control_without_labels_is_left_out_with_the_reason():
    fields, left_out = read('<View><Choices name="c" toName="t"/></View>')
    assert fields == {}
    assert "at least one label" in missed(left_out)["Choices", "c"]


@pytest.mark.parametrize(
    "config",
    [
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><View>&e;</View>',
        '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1/x">%p;]><View/>',
        '<!DOCTYPE x [<!ENTITY a "1234567890"><!ENTITY b "&a;&a;&a;&a;">]><View>&b;</View>',
        "<!DOCTYPE View><View/>",
    ],
)
def test_a35_entities_and_doctypes_are_refused_unread(config):
    with pytest.raises(BadInput) as refusal:
        read_label_studio(config)
    assert (refusal.value.path, refusal.value.code) == ("config", "unsafe_xml")


@pytest.mark.parametrize("config", ["", "<View>", "no xml", 3, None, "\x00", "<a/><b/>", "x" * 1_000_001])
def test_what_is_no_xml_is_refused(config):
    with pytest.raises(BadInput):
        read_label_studio(config)


def test_a35_an_include_is_a_tag_like_any_other_and_reads_nothing():
    config = (
        '<View xmlns:xi="http://www.w3.org/2001/XInclude">'
        '<xi:include href="file:///etc/passwd" parse="text"/></View>'
    )
    fields, left_out = read(config)
    assert fields == {}
    assert "include" in left_out[0].tag


def test_deep_and_wide_configurations_end():
    deep = "<View>" * 900 + "</View>" * 900
    assert read(deep) == ({}, [])
    many = "".join(f'<Choices name="c{n}" toName="t"><Choice value="a"/></Choices>' for n in range(120))
    fields, left_out = read(f"<View>{many}</View>")
    assert len(fields) == 50
    assert len(left_out) == 70
