"""What a reader should know before using the labels of people, in plain sentences."""

IMAGEABILITY = (
    "Imageability is the mean of crowd workers' ratings, from 1 to 5, of how easily a term "
    "brings an image to mind."
)

CONTEXT = f"""
**Who made the labels.** Yang et al. (2020), of the ImageNet team, judged each synset under
person: *offensive* if inherently so, such as a slur; *sensitive* if it can offend depending on
context, such as one about belief or sexual orientation; *safe* otherwise. Synsets that were
not offensive were then rated for imageability. {IMAGEABILITY} A term that no image can show, such
as one about what somebody believes, is rated low whoever is in the picture.

**What was done with them.** The Winter 2021 release of ImageNet keeps the synsets that are safe and
have an imageability of at least 4. Subsets made from Fall 2011, and models pre-trained on it, still
include the rest.

**The criticism they respond to.** Crawford and Paglen (2019) showed how the person categories sort
people by judgements that no photograph supports. Their project ImageNet Roulette let the public
see which of these labels a model gave to a portrait, slurs among them, in September 2019;
ImageNet's team announced the removal of most person categories in the same week.

**Limits of this data.** The labels describe words, not people. Nothing here records the skin
colour, gender or age of anyone in an image, or whether an image matches its synset. A safe synset
can have unsafe images, and a judgement of a word changes with time, place and who judges.

References:

- K. Yang, K. Qinami, L. Fei-Fei, J. Deng, O. Russakovsky, *Towards Fairer Datasets: Filtering and
  Balancing the Distribution of the People Subtree in the ImageNet Hierarchy*, FAT\\* 2020
- K. Crawford, T. Paglen, *Excavating AI: The Politics of Training Sets for Machine Learning*, 2019
- M. J. Lyons, *Excavating "Excavating AI": The Elephant in the Gallery*, 2020: a critique of
  "Excavating AI"
"""
